package health.salus.interceptors.consent;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a reference in a consent points, without the version. An absolute URL may mean this server
 * or another one, and a consent does not say which is this one.
 *
 * @param literal as it is written
 * @param relative its last two parts, such as {@code Practitioner/1}; the same if it is relative
 */
record Address(String literal, String relative) {
  /** Points nowhere. */
  static final Address NONE = new Address("", "");

  private static final Pattern SHAPE =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})");
  private static final Pattern URN = Pattern.compile("urn:[A-Za-z0-9-]+:\\S+");

  /** The address that a reference means; empty if it means none, such as {@code #1}. */
  static Optional<Address> of(String reference) {
    int version = reference.indexOf("/_history/");
    String literal = version < 0 ? reference : reference.substring(0, version);
    Matcher matcher = SHAPE.matcher(literal);
    if (matcher.matches()) {
      return Optional.of(new Address(literal, matcher.group(1)));
    }
    return URN.matcher(literal).matches()
        ? Optional.of(new Address(literal, literal))
        : Optional.empty();
  }

  /**
   * Forms that match this address: a denial includes this server, a permission only what it states.
   */
  Set<String> forms(ProvisionType type) {
    return type == ProvisionType.PERMIT || literal.equals(relative)
        ? Set.of(literal)
        : Set.of(literal, relative);
  }

  String type() {
    int slash = relative.indexOf('/');
    return slash < 0 ? "" : relative.substring(0, slash);
  }
}
