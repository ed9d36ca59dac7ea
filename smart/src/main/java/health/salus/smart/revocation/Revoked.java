package health.salus.smart.revocation;

import java.util.Locale;
import java.util.Optional;

/** A notice of the tokens that caches must drop; its text form is sent to all nodes. */
public record Revoked(Kind kind, String id) {
  /** A whole grant, or all tokens of a user or client. */
  public enum Kind {
    GRANT,
    USER,
    CLIENT
  }

  /** The text that goes to all nodes. */
  public String text() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }

  /** Reads such a text; empty if it is none. */
  public static Optional<Revoked> parse(String text) {
    int colon = text.indexOf(':');
    for (Kind kind : Kind.values()) {
      if (colon > 0 && kind.name().equalsIgnoreCase(text.substring(0, colon))) {
        return Optional.of(new Revoked(kind, text.substring(colon + 1)));
      }
    }
    return Optional.empty();
  }
}
