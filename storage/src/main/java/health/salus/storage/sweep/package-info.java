/** Long jobs over a table: progress, stop and resume. */
@NullMarked
package health.salus.storage.sweep;

import org.jspecify.annotations.NullMarked;
