/** Who calls, and what a caller may do with which resources. */
@NullMarked
package health.salus.interceptors.auth;

import org.jspecify.annotations.NullMarked;
