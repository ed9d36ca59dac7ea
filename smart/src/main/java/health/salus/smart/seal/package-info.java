/** What lies encrypted in the database, and what lies there as a hash only. */
@NullMarked
package health.salus.smart.seal;

import org.jspecify.annotations.NullMarked;
