package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.scope.ScopeContext;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.seal.Secrets;
import health.salus.smart.token.TokenBinding;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The grant type {@code client_credentials} of SMART Backend Services: asymmetric keys only,
 * registered and approved {@code system/} scopes, five minutes, no refresh token.
 */
public final class ClientCredentialsExchange implements GrantExchange {
  private final Grants grants;
  private final TokenResponses responses;
  private final SupportedScopes supported;
  private final Clock clock;

  public ClientCredentialsExchange(
      Grants grants, TokenResponses responses, SupportedScopes supported, Clock clock) {
    this.grants = grants;
    this.responses = responses;
    this.supported = supported;
    this.clock = clock;
  }

  @Override
  public ObjectNode exchange(Client client, Parameters form, TokenBinding binding) {
    if (client.authentication() != ClientAuthentication.KEY) {
      throw new OAuthException(
          OAuthError.UNAUTHORIZED_CLIENT, "backend services need private_key_jwt");
    }
    ScopeSet scopes = scopes(client, form.required("scope"));
    Instant now = clock.instant();
    AuthorizationGrant grant =
        new AuthorizationGrant(
            Secrets.id(),
            client.id(),
            Optional.empty(),
            Optional.empty(),
            Refreshing.NONE,
            scopes,
            LaunchContext.NONE,
            now,
            now,
            now.plus(TokenResponses.BACKEND_LIFETIME));
    grants.create(grant);
    return responses.answer(client, grant, scopes, binding, Optional.empty());
  }

  private ScopeSet scopes(Client client, String asked) {
    try {
      ScopeSet system =
          new ScopeSet(java.util.Set.of(), supported.in(ScopeSet.parse(asked)).clinical())
              .keepClinical(scope -> scope.context() == ScopeContext.SYSTEM)
              .limitedTo(client.allowedScopes().clinical());
      if (!system.isEmpty()) {
        return system;
      }
    } catch (ScopeException e) {
      throw new OAuthException(OAuthError.INVALID_SCOPE, String.valueOf(e.getMessage()));
    }
    throw new OAuthException(
        OAuthError.INVALID_SCOPE, "none of these system scopes is allowed to this client");
  }
}
