package health.salus.smart.provider;

import java.util.Map;
import java.util.Optional;

/**
 * An OpenID Connect provider.
 *
 * @param name as users know it
 * @param issuer its issuer URL; the discovery document is below it
 * @param clientId of this server at the provider
 * @param clientSecret of this server at the provider, if it has one
 * @param claims names of the claims that describe a user
 * @param audience required {@code aud} of its access tokens (mode external)
 * @param introspection whether its access tokens are checked by introspection instead of their
 *     signature (mode external)
 */
public record ProviderSettings(
    String name,
    String issuer,
    String clientId,
    Optional<String> clientSecret,
    Claims claims,
    Optional<String> audience,
    boolean introspection) {

  /**
   * The names of the claims that describe a user; a dot leads into an object.
   *
   * @param username the name
   * @param fhirUser the user's resource here, relative or under the FHIR base
   * @param roles a text or a list of texts
   * @param roleNames translates the provider's role names to ours; other names are ignored
   */
  public record Claims(
      String username, String fhirUser, String roles, Map<String, String> roleNames) {
    public static final Claims DEFAULTS =
        new Claims(
            "preferred_username",
            "fhirUser",
            "roles",
            Map.of(
                "clinician",
                "clinician",
                "patient",
                "patient",
                "parent",
                "parent",
                "privacy",
                "privacy",
                "admin",
                "admin"));

    public Claims {
      roleNames = Map.copyOf(roleNames);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ProviderSettings " + issuer;
  }
}
