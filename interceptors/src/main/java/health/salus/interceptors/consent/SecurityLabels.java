package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The labels that a provision states. In a permission they say how far it goes, in a denial each of
 * them is enough.
 *
 * @param levels levels of confidentiality
 * @param sensitivities codes of v3-ActCode
 * @param others other labels, as {@code system|code}
 * @see <a href="https://profiles.ihe.net/ITI/PCF/">IHE Privacy Consent on FHIR, advanced</a>
 */
record SecurityLabels(Set<Confidentiality> levels, Set<String> sensitivities, Set<String> others) {
  static final SecurityLabels NONE = new SecurityLabels(Set.of(), Set.of(), Set.of());

  SecurityLabels {
    levels = Set.copyOf(levels);
    sensitivities = Set.copyOf(sensitivities);
    others = Set.copyOf(others);
  }

  /**
   * Which resources a provision covers.
   *
   * @param type of the provision
   * @param statedIn type of the provision from which it has these labels. If they differ, the
   *     labels are read both ways, and the more cautious reading counts.
   */
  FactPredicate condition(ProvisionType type, ProvisionType statedIn) {
    if (equals(NONE)) {
      return FactPredicate.ALWAYS;
    }
    if (type == statedIn) {
      return type == ProvisionType.PERMIT ? reach() : trigger();
    }
    return type == ProvisionType.PERMIT
        ? FactPredicate.all(List.of(reach(), trigger()))
        : FactPredicate.any(List.of(reach(), trigger()));
  }

  private FactPredicate reach() {
    List<FactPredicate> needed = new ArrayList<>();
    if (!levels.isEmpty()) {
      needed.add(new FactPredicate.AtMost(Collections.max(levels)));
    }
    if (!sensitivities.isEmpty()) {
      needed.add(new FactPredicate.OnlySensitivities(sensitivities));
      if (levels.isEmpty()) {
        needed.add(new FactPredicate.Labelled(sensitivities, Set.of()));
      }
    }
    if (!others.isEmpty()) {
      needed.add(new FactPredicate.Labelled(Set.of(), others));
    }
    return FactPredicate.all(needed);
  }

  private FactPredicate trigger() {
    List<FactPredicate> enough = new ArrayList<>();
    if (!levels.isEmpty()) {
      enough.add(atLeast(Collections.min(levels)));
    }
    if (!sensitivities.isEmpty() || !others.isEmpty()) {
      enough.add(new FactPredicate.Labelled(sensitivities, others));
    }
    return FactPredicate.any(enough);
  }

  private static FactPredicate atLeast(Confidentiality lowest) {
    return Arrays.stream(Confidentiality.values())
        .filter(level -> level.compareTo(lowest) < 0)
        .max(Comparator.naturalOrder())
        .map(below -> FactPredicate.not(new FactPredicate.AtMost(below)))
        .orElse(FactPredicate.ALWAYS);
  }
}
