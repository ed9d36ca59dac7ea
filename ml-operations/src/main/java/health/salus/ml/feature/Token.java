package health.salus.ml.feature;

/** A code in its system, written {@code system|code} as in a FHIR search. */
public record Token(String system, String code) {
  public Token {
    if (system.isBlank() || code.isBlank()) {
      throw new IllegalArgumentException(
          "a code must be system|code but is " + system + "|" + code);
    }
  }

  public static Token parse(String text) {
    int bar = text.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("a code must be system|code but is " + text);
    }
    return new Token(text.substring(0, bar), text.substring(bar + 1));
  }

  @Override
  public String toString() {
    return system + "|" + code;
  }
}
