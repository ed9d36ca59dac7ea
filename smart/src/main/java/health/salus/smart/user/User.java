package health.salus.smart.user;

import java.util.Optional;
import java.util.Set;

/**
 * A user who may log in.
 *
 * @param fhirUser relative reference, such as {@code Practitioner/1}
 * @param roles codes of {@link Role}
 */
public record User(
    String username,
    Optional<String> fhirUser,
    Set<String> roles,
    boolean enabled,
    boolean secondFactor) {
  public User {
    roles = Set.copyOf(roles);
  }

  public boolean is(Role role) {
    return roles.contains(role.code());
  }
}
