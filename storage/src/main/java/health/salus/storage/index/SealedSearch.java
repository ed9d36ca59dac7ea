package health.salus.storage.index;

import health.salus.interceptors.crypto.IndexTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides which parameters are sealed and by which tokens, for writers of rows and for searches.
 * Each statement asks once, because the keys may change between two calls. Thread-safe.
 */
public final class SealedSearch {
  private final ProtectedParameters parameters;
  private final Supplier<List<IndexTokens>> keys;
  private final Set<String> labels;
  private final boolean prefixes;

  SealedSearch(
      ProtectedParameters parameters,
      Supplier<List<IndexTokens>> keys,
      Set<String> labels,
      boolean prefixes) {
    this.parameters = parameters;
    this.keys = keys;
    this.labels = Set.copyOf(labels);
    this.prefixes = prefixes;
  }

  Protection protection(String type, String parameter) {
    return parameters.of(type, parameter);
  }

  /** Whether the index value of the parameter is protected in every resource. */
  boolean hides(String type, String parameter) {
    Protection protection = protection(type, parameter);
    return protection == Protection.SEALED || protection == Protection.WITHHELD;
  }

  boolean isSensitive(String label) {
    return labels.contains(label);
  }

  boolean prefixes() {
    return prefixes;
  }

  /** Tokens under which rows are written. */
  ValueTokens forRows() {
    return new ValueTokens(keys.get().get(0), prefixes);
  }

  /**
   * Tokens under which rows may be found, several while the key of the index is rotated. What must
   * be unique is written under all of them, so that two nodes that write under different keys still
   * have one in common.
   */
  List<ValueTokens> forSearch() {
    return keys.get().stream().map(tokens -> new ValueTokens(tokens, prefixes)).toList();
  }

  /** As rows have it and as a search asks for it. */
  List<String> forms(String type, String parameter, String code) {
    Protection protection = protection(type, parameter);
    List<String> forms = new ArrayList<>();
    if (protection != Protection.SEALED) {
      forms.add(code);
    }
    if (protection == Protection.SEALED || protection == Protection.BY_LABEL) {
      forSearch().forEach(tokens -> forms.add(tokens.token(type, parameter, code)));
    }
    return forms;
  }

  /** In place of a combination of values, or of the condition of a write: {@code Type?…}. */
  Stream<String> conditions(String text) {
    return forSearch().stream().map(tokens -> tokens.condition(text));
  }
}
