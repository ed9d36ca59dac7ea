package health.salus.interceptors.masking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One block of the policy file, read entry by entry; its faults begin with its name. */
final class PolicyBlock {
  private final String name;
  private final JsonNode node;
  private final List<String> faults;
  private final Set<String> asked = new HashSet<>();

  PolicyBlock(String name, JsonNode node, List<String> faults) {
    this.name = name;
    this.node = node;
    this.faults = faults;
    if (!node.isObject()) {
      fault("must be a block of settings");
    }
  }

  void fault(String text) {
    faults.add(name + " " + text);
  }

  boolean has(String key) {
    return ask(key) != null;
  }

  Optional<String> text(String key) {
    @Nullable JsonNode value = ask(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      fault(key + " must be a text");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  /** A list of texts, or one text. */
  List<String> texts(String key) {
    @Nullable JsonNode value = ask(key);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (each.isTextual() && !each.asText().isBlank()) {
        texts.add(each.asText());
      } else {
        fault(key + " must be a list of texts");
      }
    }
    if (value.isEmpty() && value.isArray()) {
      fault(key + " is an empty list; leave it out if all are meant");
    }
    return texts;
  }

  int number(String key, int least, int most) {
    @Nullable JsonNode value = ask(key);
    if (value == null || !value.isInt() || value.intValue() < least || value.intValue() > most) {
      fault("%s must be a whole number from %d to %d".formatted(key, least, most));
      return least;
    }
    return value.intValue();
  }

  Map<String, String> map(String key) {
    Map<String, String> map = new TreeMap<>();
    @Nullable JsonNode value = ask(key);
    if (value == null || !value.isObject()) {
      fault(key + " must map system|code to system|code");
      return map;
    }
    value
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().contains("|") || !entry.getValue().asText().contains("|")) {
                fault(key + " must map system|code to system|code");
              }
              map.put(entry.getKey(), entry.getValue().asText());
            });
    return map;
  }

  @Nullable JsonNode value(String key) {
    return ask(key);
  }

  PolicyBlock block(String key, JsonNode value) {
    return new PolicyBlock(name + " " + key, value, faults);
  }

  /** Called last: names every unknown entry. */
  void refuseUnknown() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!asked.contains(key)) {
                fault(
                    "has the unknown entry %s; known are %s".formatted(key, new TreeSet<>(asked)));
              }
            });
  }

  private @Nullable JsonNode ask(String key) {
    asked.add(key);
    @Nullable JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }
}
