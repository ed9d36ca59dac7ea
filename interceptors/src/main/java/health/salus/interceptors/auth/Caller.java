package health.salus.interceptors.auth;

import health.salus.interceptors.consent.Disclosure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The caller of a request and its rights. It travels in the request and in the parameters of jobs,
 * never in a thread. Immutable.
 *
 * @param name names the caller in logs and binds page links: client, user and patient in context
 * @param roles what the user is in this deployment, such as {@code admin}
 * @param fhirUser relative reference to the person; empty for a service
 * @param purposeOfUse code of v3-ActReason, such as {@code TREAT}
 * @param disclosure what the patients let this caller see
 */
public record Caller(
    String name,
    Set<String> roles,
    List<Grant> grants,
    Optional<String> fhirUser,
    String purposeOfUse,
    Disclosure disclosure) {
  public static final String ADMINISTRATOR = "admin";

  /** Whose office the protection of data is. */
  public static final String PRIVACY_OFFICER = "privacy";

  /** Role of a caller that is not a user but is known to the server. */
  public static final String SERVICE = "service";

  /** Role of a caller without an access token, where the settings allow that. */
  public static final String ANONYMOUS = "anonymous";

  public Caller {
    roles = Set.copyOf(roles);
    grants = List.copyOf(grants);
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The patients to whose records all rights are limited; empty if some right is not. */
  Optional<Set<String>> patients() {
    if (grants.stream().anyMatch(grant -> grant.patients().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        grants.stream()
            .flatMap(grant -> grant.patients().orElseThrow().stream())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
