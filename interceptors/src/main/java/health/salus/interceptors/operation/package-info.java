@NullMarked
package health.salus.interceptors.operation;

import org.jspecify.annotations.NullMarked;
