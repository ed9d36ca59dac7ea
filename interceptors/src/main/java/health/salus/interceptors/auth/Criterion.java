package health.salus.interceptors.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A search parameter of type token that a resource must match; one of the values is enough.
 *
 * @param parameter code of the search parameter, such as {@code category}
 */
public record Criterion(String parameter, List<Token> values) {
  public Criterion {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("A criterion needs a value");
    }
  }

  /**
   * A criterion as a search URL writes it.
   *
   * @param text values separated by commas, each {@code code}, {@code system|code}, {@code |code}
   *     or {@code system|}
   */
  public static Criterion of(String parameter, String text) {
    return new Criterion(
        parameter, Arrays.stream(text.split(",", -1)).map(Token::of).distinct().toList());
  }

  /**
   * A code to be matched.
   *
   * @param system empty for any system; an empty text for codes without a system
   * @param code empty for any code of the system
   */
  public record Token(Optional<String> system, Optional<String> code) {
    public Token {
      if (code.isEmpty() && system.filter(text -> !text.isEmpty()).isEmpty()) {
        throw new IllegalArgumentException("A token needs a code or a system");
      }
    }

    static Token of(String text) {
      int bar = text.indexOf('|');
      if (bar < 0) {
        return new Token(Optional.empty(), Optional.of(text).filter(code -> !code.isEmpty()));
      }
      String code = text.substring(bar + 1);
      return new Token(
          Optional.of(text.substring(0, bar)), Optional.of(code).filter(c -> !c.isEmpty()));
    }

    /** Whether a code of a resource is meant; both may be absent in a resource. */
    public boolean matches(Optional<String> otherSystem, Optional<String> otherCode) {
      boolean sameSystem = system.isEmpty() || system.get().equals(otherSystem.orElse(""));
      return sameSystem && (code.isEmpty() || code.equals(otherCode));
    }
  }
}
