package health.salus.smart.token;

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

  boolean concerns(AccessToken token) {
    return switch (kind) {
      case GRANT -> token.grantId().equals(id);
      case USER -> token.user().filter(id::equals).isPresent();
      case CLIENT -> token.clientId().equals(id);
    };
  }

  String text() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }

  static Optional<Revoked> parse(String text) {
    int colon = text.indexOf(':');
    for (Kind kind : Kind.values()) {
      if (colon > 0 && kind.name().equalsIgnoreCase(text.substring(0, colon))) {
        return Optional.of(new Revoked(kind, text.substring(colon + 1)));
      }
    }
    return Optional.empty();
  }
}
