/** The caller of a request and its rights to resources. */
@NullMarked
package health.salus.interceptors.auth;

import org.jspecify.annotations.NullMarked;
