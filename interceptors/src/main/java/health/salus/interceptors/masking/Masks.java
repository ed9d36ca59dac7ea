package health.salus.interceptors.masking;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that apply to one caller, by resource type. Immutable. */
public final class Masks {
  static final Masks NONE = new Masks(Map.of());

  private final Map<String, List<MaskingRule>> byType;

  Masks(Map<String, List<MaskingRule>> byType) {
    this.byType = Map.copyOf(byType);
  }

  public boolean isEmpty() {
    return byType.isEmpty();
  }

  /** Whether something of this type is masked, in some resource at least. */
  public boolean concern(String type) {
    return byType.containsKey(type);
  }

  Set<String> types() {
    return byType.keySet();
  }

  List<MaskingRule> of(String type) {
    return byType.getOrDefault(type, List.of());
  }

  List<MaskingRule> of(String type, Set<String> labels) {
    return of(type).stream().filter(rule -> rule.appliesTo(labels)).toList();
  }
}
