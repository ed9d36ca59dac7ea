@NullMarked
package health.salus.interceptors.error;

import org.jspecify.annotations.NullMarked;
