package health.salus.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides without any server whether a resource has a value, by reading its JSON: the second
 * opinion on a search.
 */
final class StoredValues {
  private StoredValues() {}

  /** What stands at these paths ({@code Type.element.element|…}); a choice answers to its stem. */
  static List<JsonNode> at(JsonNode resource, String paths) {
    List<JsonNode> found = new ArrayList<>();
    for (String path : paths.split("\\|", -1)) {
      List<JsonNode> here = List.of(resource);
      for (String step : path.substring(path.indexOf('.') + 1).split("\\.", -1)) {
        here = step(here, step);
      }
      found.addAll(here);
    }
    return found;
  }

  private static List<JsonNode> step(List<JsonNode> parents, String name) {
    List<JsonNode> children = new ArrayList<>();
    for (JsonNode parent : parents) {
      for (Map.Entry<String, JsonNode> field : parent.properties()) {
        boolean choice =
            field.getKey().startsWith(name)
                && field.getKey().length() > name.length()
                && Character.isUpperCase(field.getKey().charAt(name.length()))
                && !parent.has(name)
                && isChoice(field.getKey().substring(name.length()));
        if (field.getKey().equals(name) || choice) {
          if (field.getValue().isArray()) {
            field.getValue().forEach(children::add);
          } else {
            children.add(field.getValue());
          }
        }
      }
    }
    return children;
  }

  private static boolean isChoice(String suffix) {
    return List.of(
            "DateTime",
            "Date",
            "Period",
            "Instant",
            "Timing",
            "Age",
            "Range",
            "String",
            "CodeableConcept",
            "Reference")
        .contains(suffix);
  }

  /** Each code of an element as {@code system|code}; a plain code has no system. */
  static List<String> tokens(JsonNode value) {
    if (value.isValueNode()) {
      return List.of("|" + value.asText());
    }
    List<String> tokens = new ArrayList<>();
    if (value.has("coding")) {
      value.path("coding").forEach(coding -> tokens.addAll(tokens(coding)));
    } else if (value.has("code") || value.has("value")) {
      String code = value.has("code") ? value.path("code").asText() : value.path("value").asText();
      tokens.add(value.path("system").asText() + "|" + code);
    }
    return tokens;
  }

  /** Whether {@code system|code} or a bare code names this element. */
  static boolean hasToken(JsonNode value, String asked) {
    boolean bare = !asked.contains("|");
    return tokens(value).stream()
        .anyMatch(
            token ->
                bare
                    ? token.substring(token.indexOf('|') + 1).equalsIgnoreCase(asked)
                    : token.equalsIgnoreCase(asked));
  }

  /** The texts of a string, name or address. */
  static List<String> texts(JsonNode value) {
    if (value.isTextual()) {
      return List.of(value.asText());
    }
    List<String> texts = new ArrayList<>();
    for (String part :
        List.of(
            "text",
            "family",
            "given",
            "prefix",
            "suffix",
            "line",
            "city",
            "district",
            "state",
            "postalCode",
            "country")) {
      JsonNode child = value.path(part);
      if (child.isArray()) {
        child.forEach(each -> texts.add(each.asText()));
      } else if (child.isTextual()) {
        texts.add(child.asText());
      }
    }
    return texts;
  }

  static boolean startsWith(JsonNode value, String asked) {
    return texts(value).stream().anyMatch(text -> plain(text).startsWith(plain(asked)));
  }

  /** Without case and accents, as FHIR compares strings. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }
}
