/**
 * Data keys: the wrapped keys in the database, their rotation, their ages and their destruction.
 */
@NullMarked
package health.salus.storage.key;

import org.jspecify.annotations.NullMarked;
