@NullMarked
package health.salus.interceptors.transaction;

import org.jspecify.annotations.NullMarked;
