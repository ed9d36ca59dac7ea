/** The rights of a caller, enforced in the SQL of every search and on every resource. */
@NullMarked
package health.salus.server.access;

import org.jspecify.annotations.NullMarked;
