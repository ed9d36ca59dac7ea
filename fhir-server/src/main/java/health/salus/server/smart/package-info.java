/** This server's services for the authorization server: patients to pick, scopes to enforce. */
@NullMarked
package health.salus.server.smart;

import org.jspecify.annotations.NullMarked;
