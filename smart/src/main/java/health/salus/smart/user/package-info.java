/** Users, roles and logins. */
@NullMarked
package health.salus.smart.user;

import org.jspecify.annotations.NullMarked;
