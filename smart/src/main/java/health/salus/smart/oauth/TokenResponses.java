package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.LaunchContextJson;
import health.salus.smart.grant.RefreshTokens;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.token.AccessTokens;
import health.salus.smart.token.TokenBinding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Issues the tokens of a grant and writes the token response. Thread-safe. */
public final class TokenResponses {
  /** The limit of SMART Backend Services: five minutes. */
  static final Duration BACKEND_LIFETIME = Duration.ofMinutes(5);

  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens;
  private final IdTokens idTokens;
  private final Lifetimes lifetimes;
  private final Supplier<String> styleUrl;
  private final EventLog events;
  private final Clock clock;

  /** {@code styleUrl} is the address of the style document. */
  public TokenResponses(
      AccessTokens accessTokens,
      RefreshTokens refreshTokens,
      IdTokens idTokens,
      Lifetimes lifetimes,
      Supplier<String> styleUrl,
      EventLog events,
      Clock clock) {
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.idTokens = idTokens;
    this.lifetimes = lifetimes;
    this.styleUrl = styleUrl;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The answer of the token endpoint.
   *
   * @param scopes of this access token: those of the grant, or fewer
   * @param nonce of the authentication request, for the first id token only
   */
  ObjectNode answer(
      Client client,
      AuthorizationGrant grant,
      ScopeSet scopes,
      TokenBinding binding,
      Optional<String> nonce) {
    Instant now = clock.instant();
    Duration lifetime = grant.username().isPresent() ? lifetimes.access() : BACKEND_LIFETIME;
    ObjectNode json = JsonAnswer.object();
    json.put("access_token", accessTokens.issue(grant, scopes, binding, now.plus(lifetime)));
    json.put("token_type", binding.key().isPresent() ? "DPoP" : "Bearer");
    json.put("expires_in", lifetime.toSeconds());
    json.put("scope", scopes.toString());
    LaunchContextJson.write(grant.context(), json);
    if (grant.username().isPresent()) {
      json.put("smart_style_url", styleUrl.get());
    }
    idTokens.of(client, grant, scopes, nonce).ifPresent(token -> json.put("id_token", token));
    refreshToken(client, grant, binding, now).ifPresent(token -> json.put("refresh_token", token));
    events.record(
        SecurityEvent.success(
            EventKind.TOKEN, Optional.of(client.id()), grant.username(), scopes.toString()));
    return json;
  }

  /** A public client's refresh token is bound to its key, if it has one (RFC 9449 section 5). */
  private Optional<String> refreshToken(
      Client client, AuthorizationGrant grant, TokenBinding binding, Instant now) {
    Optional<String> key =
        client.authentication() == health.salus.smart.client.ClientAuthentication.NONE
            ? binding.key()
            : Optional.empty();
    return switch (grant.refreshing()) {
      case NONE -> Optional.empty();
      case ONLINE -> Optional.of(refreshTokens.issue(grant, key, grant.expires()));
      case OFFLINE -> Optional.of(refreshTokens.issue(grant, key, now.plus(lifetimes.offline())));
    };
  }

  /** The time at which a new grant of this kind expires. */
  public Instant end(Refreshing refreshing) {
    Instant now = clock.instant();
    return switch (refreshing) {
      case NONE -> now.plus(lifetimes.access()).plusSeconds(120);
      case ONLINE -> now.plus(health.salus.smart.session.Sessions.LONGEST);
      case OFFLINE -> now.plus(lifetimes.offline());
    };
  }
}
