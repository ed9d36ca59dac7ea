package health.salus.terminology.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The label rules of a deployment: the code-based part of a security labelling service. Immutable
 * and thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/uv/security-label-ds4p/">Data Segmentation for Privacy</a>
 */
public final class LabelRules {
  private final Map<String, List<LabelRule>> byCode = new HashMap<>();
  private final Map<String, List<LabelRule>> byPrefix = new HashMap<>();
  private final int longestPrefix;
  private final int shortestPrefix;

  public LabelRules(List<LabelRule> rules) {
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (LabelRule rule : rules) {
      for (String code : rule.codes()) {
        byCode.computeIfAbsent(code, key -> new ArrayList<>()).add(rule);
      }
      for (String prefix : rule.prefixes()) {
        byPrefix.computeIfAbsent(prefix, key -> new ArrayList<>()).add(rule);
        longest = Math.max(longest, prefix.length());
        shortest = Math.min(shortest, prefix.length());
      }
    }
    this.longestPrefix = longest;
    this.shortestPrefix = shortest;
  }

  /**
   * The labels of a resource.
   *
   * @param codings all codings in it, as {@code system|code}
   */
  public Set<Label> labels(String type, Collection<String> codings) {
    Set<Label> found = new LinkedHashSet<>();
    for (String coding : codings) {
      add(byCode.get(coding), type, found);
      for (int end = shortestPrefix; end <= Math.min(longestPrefix, coding.length()); end++) {
        add(byPrefix.get(coding.substring(0, end)), type, found);
      }
    }
    return found;
  }

  private static void add(@Nullable List<LabelRule> rules, String type, Set<Label> found) {
    if (rules != null) {
      rules.stream()
          .filter(rule -> rule.looksAt(type))
          .forEach(rule -> found.addAll(rule.labels()));
    }
  }
}
