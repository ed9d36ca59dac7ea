@NullMarked
package health.salus.interceptors.paging;

import org.jspecify.annotations.NullMarked;
