@NullMarked
package health.salus.interceptors.media;

import org.jspecify.annotations.NullMarked;
