package health.salus.smart.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource scope, split as text as far as its description needs. Other classes decide on its
 * validity and its permissions.
 *
 * @param context {@code patient}, {@code user} or {@code system}
 * @param type resource type, or {@code *}
 * @param interactions letters of {@code cruds}, those of a v1 scope translated
 * @param suffix the interactions as written, {@code rs} or {@code read}
 * @param parameters the part after the question mark; may be empty
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">Scopes
 *     in SMART App Launch 2.2</a>
 */
record ScopeText(
    String context, String type, String interactions, String suffix, String parameters) {
  private static final String URI_FORM = "http://smarthealthit.org/fhir/scopes/";
  private static final Pattern RESOURCE_SCOPE =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]{0,63})\\.(c?r?u?d?s?|read|write|\\*)(?:\\?(.+))?");

  /** Empty for every scope that is not about resources. */
  static Optional<ScopeText> of(String scope) {
    String plain = scope.startsWith(URI_FORM) ? scope.substring(URI_FORM.length()) : scope;
    Matcher matcher = RESOURCE_SCOPE.matcher(plain);
    if (!matcher.matches() || matcher.group(3).isEmpty()) {
      return Optional.empty();
    }
    String suffix = matcher.group(3);
    String parameters = matcher.group(4);
    return Optional.of(
        new ScopeText(
            matcher.group(1),
            matcher.group(2),
            interactions(suffix),
            suffix,
            parameters == null ? "" : parameters));
  }

  /** The same interactions on one type. */
  String narrowedToType(String narrowType) {
    return context + "/" + narrowType + "." + suffix;
  }

  /**
   * The same interactions on resources of one category; always v2, because v1 has no parameters.
   */
  String narrowedToCategory(String category) {
    return context + "/" + type + "." + interactions + "?category=" + category;
  }

  private static String interactions(String suffix) {
    return switch (suffix) {
      case "read" -> "rs";
      case "write" -> "cud";
      case "*" -> "cruds";
      default -> suffix;
    };
  }
}
