/** Encryption and hashing of values in the database. */
@NullMarked
package health.salus.smart.seal;

import org.jspecify.annotations.NullMarked;
