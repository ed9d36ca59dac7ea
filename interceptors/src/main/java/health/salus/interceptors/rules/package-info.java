/** Rules on single resources: which results a caller may see and which writes a caller may make. */
@NullMarked
package health.salus.interceptors.rules;

import org.jspecify.annotations.NullMarked;
