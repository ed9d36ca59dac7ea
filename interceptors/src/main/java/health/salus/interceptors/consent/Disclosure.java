package health.salus.interceptors.consent;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all patients together disclose to one caller. A resource may be seen if every patient to
 * whom it belongs allows it. Immutable.
 *
 * @param exempt whether this caller sees everything by office, whatever patients say; what cannot
 *     be narrowed is open to such callers only, so that a refusal never depends on data
 * @param unowned which resources of no patient may be seen
 * @param others what patients allow who are not in {@code groups}
 * @param groups patients, by logical id, who allow the same
 */
public record Disclosure(
    boolean exempt,
    FactPredicate unowned,
    FactPredicate others,
    Map<FactPredicate, Set<String>> groups) {
  /** Everything, by office. */
  public static final Disclosure EXEMPT =
      new Disclosure(true, FactPredicate.ALWAYS, FactPredicate.ALWAYS, Map.of());

  public Disclosure {
    groups =
        groups.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
  }

  /** The same, but for one patient, who allows this. */
  public Disclosure with(String patient, FactPredicate allowed) {
    Map<FactPredicate, Set<String>> changed = new HashMap<>();
    groups.forEach(
        (condition, patients) -> {
          Set<String> remaining = new HashSet<>(patients);
          remaining.remove(patient);
          if (!remaining.isEmpty()) {
            changed.put(condition, remaining);
          }
        });
    if (!allowed.equals(others)) {
      changed.computeIfAbsent(allowed, key -> new HashSet<>()).add(patient);
    }
    return new Disclosure(exempt, unowned, others, changed);
  }

  /** The permission of this patient. */
  public FactPredicate of(String patient) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().contains(patient))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(others);
  }

  /** Whether every resource may be seen. */
  public boolean isEverything() {
    return unowned.equals(FactPredicate.ALWAYS)
        && others.equals(FactPredicate.ALWAYS)
        && groups.isEmpty();
  }

  /** Whether a resource may be seen. */
  public boolean permits(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
    if (facts.patients().isEmpty()) {
      return unowned.test(facts, referencesOf);
    }
    Set<String> remaining = new HashSet<>(facts.patients());
    for (Map.Entry<FactPredicate, Set<String>> group : groups.entrySet()) {
      if (!Collections.disjoint(group.getValue(), facts.patients())) {
        remaining.removeAll(group.getValue());
        if (!group.getKey().test(facts, referencesOf)) {
          return false;
        }
      }
    }
    return remaining.isEmpty() || others.test(facts, referencesOf);
  }
}
