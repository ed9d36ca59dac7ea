package health.salus.storage.facts;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * The labels that rules have put on a resource; they travel with the object to its facts, so that
 * they can be taken off again when the rules change.
 */
public final class Stamped {
  private static final String KEY = Stamped.class.getName();

  private Stamped() {}

  /** Notes them. */
  public static void put(Resource resource, List<String> labels) {
    resource.setUserData(KEY, Set.copyOf(labels));
  }

  @SuppressWarnings("unchecked") // nobody else has the key
  static Set<String> of(Resource resource) {
    return resource.getUserData(KEY) instanceof Set<?> labels ? (Set<String>) labels : Set.of();
  }
}
