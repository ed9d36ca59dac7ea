package health.salus.smart.provider;

import health.salus.smart.grant.LaunchContext;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.TokenBinding;
import health.salus.smart.user.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates the claims of a provider's access token into an {@link AccessToken}. */
final class ExternalClaims {
  private final ProviderSettings settings;

  ExternalClaims(ProviderSettings settings) {
    this.settings = settings;
  }

  /**
   * The token; empty if it has no client, no expiry or too many scopes. A user's scopes are limited
   * to the user's roles here; the provider gives no administrative rights.
   */
  Optional<AccessToken> token(String id, Map<String, Object> claims, String fhirBase) {
    Optional<Instant> expires = instant(claims.get("exp"));
    Optional<String> client =
        ProviderUser.text(claims, "client_id").or(() -> ProviderUser.text(claims, "azp"));
    if (expires.isEmpty() || client.isEmpty()) {
      return Optional.empty();
    }
    Set<String> roles =
        ProviderUser.roles(claims, settings.claims()).stream()
            .map(Role::code)
            .collect(Collectors.toSet());
    try {
      ScopeSet asked = ScopeSet.parse(scope(claims.get("scope")));
      Optional<String> user = ProviderUser.text(claims, settings.claims().username());
      return Optional.of(
          new AccessToken(
              id,
              id,
              client.get(),
              user,
              ProviderUser.fhirUser(claims, settings.claims(), fhirBase),
              roles,
              Set.of(),
              limited(asked, roles, claims),
              context(claims),
              instant(claims.get("iat")).orElse(Instant.EPOCH),
              expires.get(),
              binding(claims)));
    } catch (ScopeException e) {
      return Optional.empty();
    }
  }

  /** {@code system/} scopes are for tokens without a user, the others for tokens with one. */
  private static ScopeSet limited(ScopeSet asked, Set<String> roles, Map<String, Object> claims) {
    ScopeSet ofUser = asked.limitedTo(Role.scopes(roles));
    ScopeSet ofSystem =
        asked.keepClinical(
            scope ->
                scope.context() == health.salus.smart.scope.ScopeContext.SYSTEM
                    && roles.isEmpty()
                    && ProviderUser.text(claims, "fhirUser").isEmpty());
    return ofSystem.clinical().isEmpty()
        ? ofUser
        : new ScopeSet(asked.named(), ofSystem.clinical());
  }

  private static LaunchContext context(Map<String, Object> claims) {
    return LaunchContext.NONE
        .withPatient(ProviderUser.text(claims, "patient"))
        .withEncounter(ProviderUser.text(claims, "encounter"));
  }

  /** The binding of the token (RFC 7800), which is kept. */
  private static TokenBinding binding(Map<String, Object> claims) {
    return new TokenBinding(
        ProviderUser.text(claims, "cnf.jkt"), ProviderUser.text(claims, "cnf.x5t#S256"));
  }

  private static String scope(@Nullable Object claim) {
    if (claim instanceof Collection<?> several) {
      return several.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
    return claim instanceof String text ? text : "";
  }

  private static Optional<Instant> instant(@Nullable Object claim) {
    if (claim instanceof Date date) {
      return Optional.of(date.toInstant());
    }
    return claim instanceof Number seconds
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }
}
