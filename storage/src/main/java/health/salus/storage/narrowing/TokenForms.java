package health.salus.storage.narrowing;

import java.util.List;

/** In which forms the index of tokens may hold a code. Implementations are thread-safe. */
@FunctionalInterface
public interface TokenForms {
  /** As it is written, and nothing else. */
  TokenForms PLAIN = (type, parameter, code) -> List.of(code);

  /** At least one form; a row that has any of them is a row with this code. */
  List<String> of(String type, String parameter, String code);
}
