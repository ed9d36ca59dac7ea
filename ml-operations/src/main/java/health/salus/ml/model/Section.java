package health.salus.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads one part of a definition file. It collects errors with the full name of the setting, and
 * continues with a placeholder value. One per read; not thread-safe.
 */
final class Section {
  private final JsonNode json;
  private final String path;
  private final List<String> errors;
  private final Set<String> read = new HashSet<>();

  Section(JsonNode json, String path, List<String> errors) {
    this.json = json;
    this.path = path;
    this.errors = errors;
  }

  void error(String name, String message) {
    errors.add((path.isEmpty() ? name : path + "." + name) + " " + message);
  }

  Section section(String name) {
    JsonNode child = find(name);
    if (!child.isObject()) {
      error(name, "must be a section");
      child = MissingNode.getInstance();
    }
    return new Section(child, path.isEmpty() ? name : path + "." + name, errors);
  }

  List<Section> sections(String name) {
    List<Section> sections = new ArrayList<>();
    JsonNode list = find(name);
    for (int i = 0; i < list.size(); i++) {
      String title = list.get(i).path("name").asText(Integer.toString(i));
      sections.add(new Section(list.path(i), name + "[" + title + "]", errors));
    }
    return sections;
  }

  String text(String name) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      error(name, "is missing");
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String name) {
    JsonNode value = find(name);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText().strip())
        : Optional.empty();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    find(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  Map<String, Double> numbers(String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    find(name).properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asDouble()));
    return numbers;
  }

  double number(String name, double standIn) {
    JsonNode value = find(name);
    if (!value.isNumber()) {
      error(name, "must be a number");
      return standIn;
    }
    return value.asDouble();
  }

  int wholeNumber(String name, int standIn) {
    JsonNode value = find(name);
    if (!value.isInt()) {
      error(name, "must be a whole number");
      return standIn;
    }
    return value.asInt();
  }

  boolean flag(String name) {
    JsonNode value = find(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      error(name, "must be true or false");
    }
    return value.asBoolean(false);
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** A value parsed by its type; the type's message becomes the error. */
  <T> T parsed(String name, String text, Function<String, T> parser, T standIn) {
    if (text.isEmpty()) {
      return standIn;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      error(name, "is not valid: " + e.getMessage());
      return standIn;
    }
  }

  /** Reports every key that was not read as an error; call it last. */
  void refuseUnknown() {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!read.contains(name)) {
                error(name, "is not a known setting");
              }
            });
  }

  private JsonNode find(String name) {
    read.add(name);
    return json.path(name);
  }
}
