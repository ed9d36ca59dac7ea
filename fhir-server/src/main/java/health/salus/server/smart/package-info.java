/** What the authorization server is given of this server: patients to pick, scopes to enforce. */
@NullMarked
package health.salus.server.smart;

import org.jspecify.annotations.NullMarked;
