package health.salus.smart.scope;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One {@code name=value} of a granular scope: a plain token search parameter. Several values,
 * separated by commas, mean any of them.
 */
public record ScopeParameter(String name, String value) {
  private static final Pattern NAME = Pattern.compile("_tag|_security|[a-z][a-zA-Z0-9-]{0,63}");
  private static final Pattern VALUE = Pattern.compile("[^\\s\\\\&=%\"<>,]{1,512}");
  private static final Pattern PREFIXED = Pattern.compile("(eq|ne|gt|ge|lt|le|sa|eb|ap)-?\\d.*");

  /**
   * Parses a parameter; empty for modifiers, chains, prefixes and {@code _filter}, which scopes do
   * not support.
   */
  static Optional<ScopeParameter> parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || !NAME.matcher(text.substring(0, equals)).matches()) {
      return Optional.empty();
    }
    ScopeParameter parameter =
        new ScopeParameter(text.substring(0, equals), text.substring(equals + 1));
    boolean plain =
        parameter.values().stream()
            .allMatch(
                value ->
                    VALUE.matcher(value).matches()
                        && !value.equals("|")
                        && value.indexOf('|') == value.lastIndexOf('|')
                        && !PREFIXED.matcher(value).matches());
    return plain ? Optional.of(parameter) : Optional.empty();
  }

  /** The alternatives; at least one. */
  public List<String> values() {
    return List.of(value.split(",", -1));
  }

  /** Whether everything that {@code other} selects is selected by this one, too. */
  boolean implies(ScopeParameter other) {
    return name.equals(other.name) && values().containsAll(other.values());
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
