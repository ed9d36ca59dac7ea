package health.salus.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives the entries of a bundle ids that stay the same over runs, so that loading twice doubles
 * nothing: a create with {@code fullUrl} {@code urn:uuid:X} becomes an update of {@code Type/X},
 * and every reference to it is rewritten. A conditional create or update keeps its condition;
 * references to it become conditional references, which the server resolves.
 */
final class StableEntries {
  private static final String URN = "urn:uuid:";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  private StableEntries() {}

  static List<ObjectNode> of(JsonNode bundle) {
    List<ObjectNode> entries = new ArrayList<>();
    Map<String, String> renamed = new HashMap<>();
    for (JsonNode entry : bundle.path("entry")) {
      if (entry instanceof ObjectNode object && !isOutcomeOfSearch(object)) {
        ObjectNode stable = stable(object);
        String name = nameForReferences(stable);
        String fullUrl = object.path("fullUrl").asText();
        if (!fullUrl.isEmpty() && !name.isEmpty()) {
          renamed.put(fullUrl, name);
        }
        entries.add(stable);
      }
    }
    entries.forEach(entry -> References.rewrite(entry.path("resource"), renamed));
    return entries;
  }

  /** One line of NDJSON, or a file with a single resource. Without an id the server gives one. */
  static ObjectNode ofResource(ObjectNode resource) {
    String id = resource.path("id").asText();
    return ID.matcher(id).matches() ? update(resource, id) : create(resource);
  }

  private static ObjectNode stable(ObjectNode entry) {
    ObjectNode request = entry.withObject("/request");
    String method = request.path("method").asText("POST");
    if (!(entry.path("resource") instanceof ObjectNode resource)
        || !method.equals("POST")
        || request.has("ifNoneExist")) {
      return entry;
    }
    String id = idOf(entry.path("fullUrl").asText(), resource);
    return ID.matcher(id).matches() ? update(resource, id) : create(resource);
  }

  private static String idOf(String fullUrl, ObjectNode resource) {
    if (fullUrl.startsWith(URN)) {
      return fullUrl.substring(URN.length());
    }
    return resource.path("id").asText();
  }

  private static ObjectNode update(ObjectNode resource, String id) {
    resource.put("id", id);
    return entry(resource, "PUT", resource.path("resourceType").asText() + "/" + id);
  }

  private static ObjectNode create(ObjectNode resource) {
    return entry(resource, "POST", resource.path("resourceType").asText());
  }

  private static ObjectNode entry(ObjectNode resource, String method, String url) {
    ObjectNode entry = resource.objectNode();
    entry.set("resource", resource);
    entry.withObject("/request").put("method", method).put("url", url);
    return entry;
  }

  /** How other entries refer to this one: {@code Type/id}, or its fullUrl if it has a condition. */
  static String nameForReferences(ObjectNode entry) {
    JsonNode request = entry.path("request");
    if (!condition(entry).isEmpty()) {
      return entry.path("fullUrl").asText();
    }
    return request.path("method").asText().equals("PUT") ? request.path("url").asText() : "";
  }

  /** {@code Type?query} if this is a conditional create or update, else empty. */
  static String condition(ObjectNode entry) {
    JsonNode request = entry.path("request");
    String type = entry.at("/resource/resourceType").asText();
    if (request.has("ifNoneExist")) {
      return type + "?" + request.path("ifNoneExist").asText();
    }
    String url = request.path("url").asText();
    return request.path("method").asText().equals("PUT") && url.contains("?") ? url : "";
  }

  private static boolean isOutcomeOfSearch(ObjectNode entry) {
    return entry.at("/search/mode").asText().equals("outcome");
  }
}
