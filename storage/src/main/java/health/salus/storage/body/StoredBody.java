package health.salus.storage.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of one stored version. It holds the client's JSON except {@code id}, {@code
 * meta.versionId}, {@code meta.lastUpdated} and {@code meta.source}, which the storage keeps in
 * columns; references that the server resolved (placeholders, conditional references) are the
 * server's.
 *
 * <p>The text travels with the resource object as user data. Code that changes such an object must
 * drop the text with {@link #forget}, or the change is lost.
 */
public final class StoredBody {
  private static final String SENT = StoredBody.class.getName() + ".sent";
  private static final String STORED = StoredBody.class.getName() + ".stored";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(
              com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StoredBody() {}

  /** Remembers the tree from which this object was parsed. */
  static void sent(IBaseResource resource, ObjectNode tree) {
    resource.setUserData(SENT, tree);
  }

  /** Remembers the text from which this object was loaded. */
  public static void stored(IBaseResource resource, String text) {
    resource.setUserData(STORED, text);
  }

  /** The stored text of this object, unless the object was changed since it was loaded. */
  public static Optional<String> of(IBaseResource resource) {
    return Optional.ofNullable((String) resource.getUserData(STORED));
  }

  /** Drops the text of an object that was changed. */
  public static void forget(IBaseResource resource) {
    resource.setUserData(SENT, null);
    resource.setUserData(STORED, null);
  }

  /**
   * The text to store for this resource.
   *
   * @param encoded HAPI's own encoding, asked for only where it is needed
   */
  public static String toStore(IBaseResource resource, Supplier<String> encoded) {
    @Nullable ObjectNode tree = (ObjectNode) resource.getUserData(SENT);
    String text = tree == null ? encoded.get() : merged(tree, encoded);
    resource.setUserData(STORED, text);
    return text;
  }

  /** The same JSON with line breaks, its numbers as they were written. */
  static byte[] pretty(byte[] json) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(MAPPER.readTree(json));
  }

  private static String merged(ObjectNode sent, Supplier<String> encoded) {
    try {
      ObjectNode body = MAPPER.createObjectNode();
      body.set("resourceType", sent.get("resourceType"));
      if (sent.get("meta") instanceof ObjectNode meta) {
        ObjectNode kept = meta.deepCopy();
        kept.remove(java.util.List.of("versionId", "lastUpdated", "source"));
        if (!kept.isEmpty()) {
          body.set("meta", kept);
        }
      }
      @Nullable JsonNode server = holdsPlaceholder(sent) ? MAPPER.readTree(encoded.get()) : null;
      for (Map.Entry<String, JsonNode> field : sent.properties()) {
        if (!body.has(field.getKey())
            && !field.getKey().equals("id")
            && !field.getKey().equals("meta")) {
          @Nullable JsonNode other = server == null ? null : server.get(field.getKey());
          body.set(
              field.getKey(), other == null ? field.getValue() : resolved(field.getValue(), other));
        }
      }
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A body that was read cannot be written", e);
    }
  }

  /** Whether a text in this tree is one that the server replaces when it stores the resource. */
  private static boolean holdsPlaceholder(JsonNode node) {
    if (node instanceof TextNode text) {
      return isPlaceholder(text.textValue());
    }
    for (JsonNode child : node) {
      if (holdsPlaceholder(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlaceholder(String text) {
    return text.startsWith("urn:uuid:")
        || text.startsWith("urn:oid:")
        || (text.indexOf('?') > 0 && !text.startsWith("http"));
  }

  private static JsonNode resolved(JsonNode sent, JsonNode server) {
    if (sent instanceof TextNode text) {
      return isPlaceholder(text.textValue()) && server.isTextual() ? server : sent;
    }
    if (sent instanceof ObjectNode object && server.isObject()) {
      ObjectNode copy = MAPPER.createObjectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        @Nullable JsonNode other = server.get(field.getKey());
        copy.set(
            field.getKey(), other == null ? field.getValue() : resolved(field.getValue(), other));
      }
      return copy;
    }
    if (sent instanceof ArrayNode array && server.size() == array.size()) {
      ArrayNode copy = MAPPER.createArrayNode();
      for (int i = 0; i < array.size(); i++) {
        copy.add(resolved(array.get(i), server.get(i)));
      }
      return copy;
    }
    return sent;
  }
}
