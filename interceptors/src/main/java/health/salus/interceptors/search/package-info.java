@NullMarked
package health.salus.interceptors.search;

import org.jspecify.annotations.NullMarked;
