package health.salus.interceptors.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that a caller may do: these interactions, with this type of resource, in these
 * patients' records, where all criteria match.
 *
 * @param patients logical ids of the patients whose compartments are meant; empty for everybody's
 * @param resourceType name of a type, or {@code *}
 */
public record Grant(
    Optional<Set<String>> patients,
    String resourceType,
    Set<Interaction> interactions,
    List<Criterion> criteria) {
  public static final String ANY_TYPE = "*";

  public Grant {
    patients = patients.map(Set::copyOf);
    interactions = Set.copyOf(interactions);
    criteria = List.copyOf(criteria);
  }

  boolean covers(String type, Interaction interaction) {
    return interactions.contains(interaction)
        && (resourceType.equals(ANY_TYPE) || resourceType.equals(type));
  }
}
