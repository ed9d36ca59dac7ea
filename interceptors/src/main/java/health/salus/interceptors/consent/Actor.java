package health.salus.interceptors.consent;

import java.util.Collections;
import java.util.Set;

/**
 * For whom a provision is.
 *
 * @param reference who; {@link Address#NONE} for everybody in one of the roles
 * @param roles codes of the role
 * @param recipient whether the role is that of one who receives information
 */
record Actor(Address reference, Set<String> roles, boolean recipient) {
  Actor {
    roles = Set.copyOf(roles);
  }

  /** Another role than that of a recipient does not keep a denial from applying. */
  boolean matches(ConsentContext context, ProvisionType type) {
    if (reference.equals(Address.NONE)) {
      return !Collections.disjoint(roles, context.roles());
    }
    return (recipient || type == ProvisionType.DENY)
        && !Collections.disjoint(reference.forms(type), context.actors());
  }
}
