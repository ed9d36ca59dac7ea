package health.salus.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The hash that binds a model to its features: it ignores layout and the order of keys. */
final class SpecHash {
  private SpecHash() {}

  static String of(JsonNode features, int minimumMeasured, Map<String, JsonNode> views) {
    StringBuilder text = new StringBuilder();
    write(features, text);
    text.append(minimumMeasured);
    new TreeMap<>(views)
        .forEach(
            (name, view) -> {
              text.append(name);
              write(view, text);
            });
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      text.append('{');
      sorted.forEach(
          (name, value) -> {
            text.append('"').append(name).append("\":");
            write(value, text);
            text.append(',');
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(
          value -> {
            write(value, text);
            text.append(',');
          });
      text.append(']');
    } else {
      text.append(node);
    }
  }
}
