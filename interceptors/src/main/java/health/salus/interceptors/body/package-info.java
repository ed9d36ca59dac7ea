@NullMarked
package health.salus.interceptors.body;

import org.jspecify.annotations.NullMarked;
