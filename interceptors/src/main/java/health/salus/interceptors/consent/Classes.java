package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The classes of information that a provision states.
 *
 * @param types resource types
 * @param codes {@link ResourceFacts#code hashes} of other classes, such as types of documents
 */
record Classes(Set<String> types, Set<Long> codes) {
  static final Classes NONE = new Classes(Set.of(), Set.of());

  Classes {
    types = Set.copyOf(types);
    codes = Set.copyOf(codes);
  }

  /** The resources that a provision with these classes covers; any one class is enough. */
  FactPredicate condition() {
    if (equals(NONE)) {
      return FactPredicate.ALWAYS;
    }
    List<FactPredicate> enough = new ArrayList<>();
    if (!types.isEmpty()) {
      enough.add(new FactPredicate.OfType(types));
    }
    if (!codes.isEmpty()) {
      enough.add(new FactPredicate.Coded(codes));
    }
    return FactPredicate.any(enough);
  }
}
