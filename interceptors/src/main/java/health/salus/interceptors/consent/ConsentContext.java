package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The facts of a request that a consent may test.
 *
 * @param actors relative references of the caller and of all that the caller is a member of: {@code
 *     Practitioner/1}, organizations, care teams, groups
 * @param roles the caller's roles in this deployment, such as {@code nurse}
 * @param purposeOfUse code of v3-ActReason, such as {@code TREAT}
 * @param action code of the action: {@code access}, {@code use}, {@code disclose} or {@code
 *     correct}
 */
public record ConsentContext(
    Set<String> actors, Set<String> roles, String purposeOfUse, String action, Instant now) {
  public ConsentContext {
    actors = Set.copyOf(actors);
    roles = Set.copyOf(roles);
  }

  public ConsentContext forPurpose(String otherPurpose) {
    return new ConsentContext(actors, roles, otherPurpose, action, now);
  }

  ConsentContext forAction(String otherAction) {
    return new ConsentContext(actors, roles, purposeOfUse, otherAction, now);
  }

  /** The same, by one who is such an actor as well. */
  ConsentContext by(Actor actor) {
    Set<String> allActors = new HashSet<>(actors);
    allActors.add(actor.reference().literal());
    Set<String> allRoles = new HashSet<>(roles);
    allRoles.addAll(actor.roles());
    return new ConsentContext(allActors, allRoles, purposeOfUse, action, now);
  }
}
