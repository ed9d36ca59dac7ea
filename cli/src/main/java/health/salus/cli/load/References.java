package health.salus.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The {@code reference} members of a resource, at any depth. */
final class References {
  private References() {}

  static void rewrite(JsonNode node, Map<String, String> renamed) {
    if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
      String target = object.path("reference").asText();
      object.put("reference", renamed.getOrDefault(target, target));
    }
    node.forEach(child -> rewrite(child, renamed));
  }

  static void collect(JsonNode node, Set<String> found) {
    if (node.path("reference").isTextual()) {
      found.add(node.path("reference").asText());
    }
    node.forEach(child -> collect(child, found));
  }
}
