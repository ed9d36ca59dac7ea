package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.RefreshTokens;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.session.Sessions;
import health.salus.smart.token.TokenBinding;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import java.util.Optional;

/**
 * The grant type {@code refresh_token}: new tokens of the same grant, with the same or a narrower
 * context.
 */
public final class RefreshExchange implements GrantExchange {
  private final RefreshTokens refreshTokens;
  private final Sessions sessions;
  private final Users users;
  private final TokenResponses responses;
  private final EventLog events;

  public RefreshExchange(
      RefreshTokens refreshTokens,
      Sessions sessions,
      Users users,
      TokenResponses responses,
      EventLog events) {
    this.refreshTokens = refreshTokens;
    this.sessions = sessions;
    this.users = users;
    this.responses = responses;
    this.events = events;
  }

  @Override
  public ObjectNode exchange(Client client, Parameters form, TokenBinding binding) {
    RefreshTokens.Use use = refreshTokens.use(form.required("refresh_token"), client.id());
    if (use instanceof RefreshTokens.Use.Reused) {
      events.record(
          SecurityEvent.refusal(
              EventKind.REUSE, Optional.of(client.id()), Optional.empty(), "family revoked"));
    }
    if (!(use instanceof RefreshTokens.Use.Good good)) {
      throw refused();
    }
    AuthorizationGrant grant = good.grant();
    if (good.key().isPresent() && !good.key().equals(binding.key())) {
      throw new OAuthException(
          OAuthError.INVALID_DPOP_PROOF, "the refresh token is bound to another key");
    }
    if (!userIsThere(grant)) {
      throw refused();
    }
    ScopeSet scopes = form.get("scope").map(asked -> narrowed(grant, asked)).orElse(grant.scopes());
    return responses.answer(client, grant, scopes, binding, Optional.empty());
  }

  private boolean userIsThere(AuthorizationGrant grant) {
    boolean enabled = grant.username().flatMap(users::find).filter(User::enabled).isPresent();
    return enabled
        && (grant.refreshing() != Refreshing.ONLINE
            || grant.session().flatMap(sessions::alive).isPresent());
  }

  private static ScopeSet narrowed(AuthorizationGrant grant, String asked) {
    try {
      ScopeSet scopes = ScopeSet.parseAll(asked);
      if (!scopes.isEmpty() && grant.scopes().implies(scopes)) {
        return scopes;
      }
    } catch (ScopeException e) {
      throw new OAuthException(OAuthError.INVALID_SCOPE, String.valueOf(e.getMessage()));
    }
    throw new OAuthException(OAuthError.INVALID_SCOPE, "the scope exceeds the granted scopes");
  }

  private static OAuthException refused() {
    return new OAuthException(OAuthError.INVALID_GRANT, "the refresh token is not valid");
  }
}
