package health.salus.smart.grant;

import health.salus.smart.scope.ScopeSet;
import java.time.Instant;
import java.util.Optional;

/**
 * The access that one client got, from a user or from its registration. All codes and tokens made
 * from it are one family and end together.
 *
 * @param session in which the user decided
 * @param authenticated time when the user, or the client, logged in
 * @param expires time from which on it gives no new token
 */
public record AuthorizationGrant(
    String id,
    String clientId,
    Optional<String> username,
    Optional<String> session,
    Refreshing refreshing,
    ScopeSet scopes,
    LaunchContext context,
    Instant authenticated,
    Instant created,
    Instant expires) {}
