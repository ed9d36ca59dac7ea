package health.salus.interceptors.masking;

import health.salus.interceptors.auth.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The masking rules by caller. Thread-safe. */
public final class MaskingPolicy {
  private final Map<String, List<MaskingRule>> byType;
  private final List<MaskingRule> rules;
  private final Map<Set<String>, Masks> known = new ConcurrentHashMap<>();

  /**
   * A policy of rules whose paths exist.
   *
   * @param byType the rules of each resource type, those for any type included, in their order
   */
  MaskingPolicy(List<MaskingRule> rules, Map<String, List<MaskingRule>> byType) {
    this.rules = List.copyOf(rules);
    this.byType = Map.copyOf(byType);
  }

  /** The rules for a caller; none if the server acts for itself. */
  public Masks of(Optional<Caller> caller) {
    if (caller.isEmpty()) {
      return Masks.NONE;
    }
    Set<MaskingRule> applying =
        rules.stream().filter(rule -> rule.appliesTo(caller.get())).collect(Collectors.toSet());
    if (applying.isEmpty()) {
      return Masks.NONE;
    }
    Set<String> names =
        applying.stream().map(MaskingRule::name).collect(Collectors.toUnmodifiableSet());
    return Objects.requireNonNull(known.computeIfAbsent(names, key -> masks(applying)));
  }

  /** All rules, for all callers: the elements worth protecting at all. */
  public Masks all() {
    return new Masks(byType);
  }

  private Masks masks(Set<MaskingRule> applying) {
    Map<String, List<MaskingRule>> kept = new HashMap<>();
    byType.forEach(
        (type, all) -> {
          List<MaskingRule> some = all.stream().filter(applying::contains).toList();
          if (!some.isEmpty()) {
            kept.put(type, some);
          }
        });
    return new Masks(kept);
  }
}
