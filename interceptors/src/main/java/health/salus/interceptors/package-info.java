@NullMarked
package health.salus.interceptors;

import org.jspecify.annotations.NullMarked;
