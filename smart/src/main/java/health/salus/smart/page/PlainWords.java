package health.salus.smart.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes scopes in plain words. The result is text, not HTML. */
public final class PlainWords {
  private static final Map<String, String> OTHER_SCOPES =
      Map.of(
          "openid", "Know that it is you who signed in",
          "profile", "Know who you are in this system",
          "fhirUser", "Know who you are in this system",
          "launch", "Know which patient you have open",
          "launch/patient", "Know which patient you choose",
          "launch/encounter", "Know which visit you choose",
          "online_access", "Keep access while you are signed in",
          "offline_access", "Keep access when you are not using it");

  private static final Map<Character, String> VERBS =
      Map.of('c', "add", 'r', "read", 'u', "change", 'd', "delete", 's', "search");

  /** Reading comes first, whatever the order of the letters in a scope. */
  private static final String VERB_ORDER = "rscud";

  private PlainWords() {}

  /**
   * One sentence without a full stop, for example "Read and search laboratory observations of Anna
   * Smith".
   *
   * @param scope v1 or v2 resource scope, or one of the other scopes of SMART; anything else is
   *     named as it is
   * @param patient name of the patient in context, for display; null if none is chosen yet
   */
  public static String describe(String scope, @Nullable String patient) {
    return ScopeText.of(scope)
        .map(resource -> describe(resource, patient))
        .orElseGet(() -> OTHER_SCOPES.getOrDefault(scope, "Use the permission “" + scope + "”"));
  }

  private static String describe(ScopeText scope, @Nullable String patient) {
    String sentence = "%s %s %s".formatted(verbs(scope), what(scope), whose(scope, patient));
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String verbs(ScopeText scope) {
    return and(
        VERB_ORDER
            .chars()
            .filter(letter -> scope.interactions().indexOf(letter) >= 0)
            .mapToObj(letter -> VERBS.getOrDefault((char) letter, ""))
            .toList());
  }

  private static String what(ScopeText scope) {
    List<String> categories = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (String parameter : scope.parameters().split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1));
      if (name.equals("category")) {
        for (String token : value.split(",", -1)) {
          categories.add(ResourceWords.category(scope.type(), code(token)));
        }
      } else {
        conditions.add("%s is %s".formatted(name, code(value)));
      }
    }
    String nouns = categories.isEmpty() ? ResourceWords.plural(scope.type()) : and(categories);
    return conditions.isEmpty() ? nouns : "%s (where %s)".formatted(nouns, and(conditions));
  }

  private static String whose(ScopeText scope, @Nullable String patient) {
    boolean ofPatient = ResourceWords.ofPatient(scope.type());
    return switch (scope.context()) {
      case "patient" -> {
        String name = patient == null ? "the patient you choose" : patient;
        boolean whole = scope.type().equals("*") || !ofPatient;
        yield (whole ? "in the record of " : "of ") + name;
      }
      case "user" -> ofPatient ? "of all patients you may see" : "that you may see";
      default -> ofPatient ? "of all patients" : "of the whole system";
    };
  }

  /** The code of a token {@code system|code}, which is what people recognise. */
  private static String code(String token) {
    return token.substring(token.lastIndexOf('|') + 1);
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static String and(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    int last = parts.size() - 1;
    return String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
