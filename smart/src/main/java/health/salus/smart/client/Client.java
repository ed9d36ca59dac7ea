package health.salus.smart.client;

import health.salus.smart.scope.ScopeContext;
import health.salus.smart.scope.ScopeSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An app or a backend service.
 *
 * @param jwks public keys as a JWK set, if registered inline
 * @param jwksUrl URL of the keys, if registered by URL
 * @param redirectUrls compared letter by letter
 * @param launchUrl URL that an EHR opens to launch the app
 * @param scopes the maximum of its scopes
 * @param idTokenAlgorithm RS256 or ES384
 * @param approved by an administrator; without this, no {@code system/} scopes
 * @param mayIntrospect whether it may introspect tokens of other clients
 * @param certificateBound whether its tokens are bound to its TLS certificate (RFC 8705)
 */
public record Client(
    String id,
    String name,
    ClientAuthentication authentication,
    Optional<String> jwks,
    Optional<String> jwksUrl,
    List<String> redirectUrls,
    Optional<String> launchUrl,
    Set<GrantType> grantTypes,
    ScopeSet scopes,
    String idTokenAlgorithm,
    boolean approved,
    boolean mayIntrospect,
    boolean certificateBound,
    boolean enabled) {
  public Client {
    redirectUrls = List.copyOf(redirectUrls);
    grantTypes = Set.copyOf(grantTypes);
    if (grantTypes.contains(GrantType.CLIENT_CREDENTIALS)
        && authentication != ClientAuthentication.KEY) {
      throw new IllegalArgumentException("client_credentials needs private_key_jwt");
    }
    if (authentication == ClientAuthentication.KEY && jwks.isPresent() == jwksUrl.isPresent()) {
      throw new IllegalArgumentException("private_key_jwt needs either jwks or jwks_uri");
    }
  }

  public boolean allows(GrantType type) {
    return grantTypes.contains(type);
  }

  /** The scopes that it may get now. */
  public ScopeSet allowedScopes() {
    return approved ? scopes : scopes.keepClinical(scope -> scope.context() != ScopeContext.SYSTEM);
  }

  /** An app in front of a user: code flow, refresh, the scopes given. */
  public static Client app(
      String id,
      String name,
      ClientAuthentication how,
      List<String> redirectUrls,
      ScopeSet scopes) {
    return new Client(
        id,
        name,
        how,
        Optional.empty(),
        Optional.empty(),
        redirectUrls,
        Optional.empty(),
        Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
        scopes,
        "RS256",
        true,
        false,
        false,
        true);
  }

  /** A backend service with its public keys. */
  public static Client backend(String id, String name, String jwks, ScopeSet scopes) {
    return new Client(
        id,
        name,
        ClientAuthentication.KEY,
        Optional.of(jwks),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Set.of(GrantType.CLIENT_CREDENTIALS),
        scopes,
        "RS256",
        true,
        false,
        false,
        true);
  }

  public Client withLaunchUrl(String url) {
    return new Client(
        id,
        name,
        authentication,
        jwks,
        jwksUrl,
        redirectUrls,
        Optional.of(url),
        grantTypes,
        scopes,
        idTokenAlgorithm,
        approved,
        mayIntrospect,
        certificateBound,
        enabled);
  }
}
