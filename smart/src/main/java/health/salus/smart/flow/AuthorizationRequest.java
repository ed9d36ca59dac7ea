package health.salus.smart.flow;

import health.salus.smart.client.Client;
import health.salus.smart.scope.ScopeSet;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A checked authorization request.
 *
 * @param redirectUrl one of the client's own
 * @param state echoed as it came
 * @param scopes known ones among those asked for
 * @param launch handle of an EHR launch
 * @param challenge of PKCE, S256
 * @param prompt words of OpenID Connect
 * @param maxAge of the login
 */
record AuthorizationRequest(
    Client client,
    String redirectUrl,
    String state,
    ScopeSet scopes,
    Optional<String> launch,
    String challenge,
    Optional<String> nonce,
    Set<String> prompt,
    Optional<Duration> maxAge) {}
