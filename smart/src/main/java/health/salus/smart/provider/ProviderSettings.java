package health.salus.smart.provider;

import java.util.Map;
import java.util.Optional;

/**
 * An OpenID Connect provider.
 *
 * @param name as users know it
 * @param issuer its issuer URL; discovery lies below it
 * @param clientId of this server at the provider
 * @param clientSecret of this server at the provider, if it has one
 * @param claims where its tokens say who a user is
 * @param audience what the {@code aud} of its access tokens must hold (mode external)
 * @param introspection whether its access tokens are checked by asking it, rather than by their
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
   * Where a provider's tokens say who a user is; a dot leads into an object.
   *
   * @param username the name
   * @param fhirUser the user's resource here, relative or under the FHIR base
   * @param roles a text or a list of texts
   * @param roleNames the provider's names to ours; others mean nothing here
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
