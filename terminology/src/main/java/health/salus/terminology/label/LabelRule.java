package health.salus.terminology.label;

import java.util.List;
import java.util.Set;

/**
 * A rule that maps sensitive codes to security labels.
 *
 * @param codes codings, as {@code system|code}
 * @param prefixes beginnings of codes, as {@code system|beginning}, for hierarchies such as ICD-10
 * @param types resource types to which it applies; empty for all
 */
public record LabelRule(
    String name, List<Label> labels, Set<String> codes, Set<String> prefixes, Set<String> types) {
  public LabelRule {
    labels = List.copyOf(labels);
    codes = Set.copyOf(codes);
    prefixes = Set.copyOf(prefixes);
    types = Set.copyOf(types);
  }

  boolean looksAt(String type) {
    return types.isEmpty() || types.contains(type);
  }
}
