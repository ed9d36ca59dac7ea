/** The rights of a caller in the SQL of every search. */
@NullMarked
package health.salus.storage.narrowing;

import org.jspecify.annotations.NullMarked;
