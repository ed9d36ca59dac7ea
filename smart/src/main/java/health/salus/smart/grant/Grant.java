package health.salus.smart.grant;

import health.salus.smart.scope.ScopeSet;
import java.time.Instant;
import java.util.Optional;

/**
 * What one client was allowed, by a user or by its registration. All codes and tokens made from it
 * are one family: they end together.
 *
 * @param session in which the user decided
 * @param authenticated when the user logged in, or the client
 * @param expires from then on no new token comes from it
 */
public record Grant(
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
