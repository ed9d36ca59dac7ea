package health.salus.storage.body;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * Writes a resource from its stored text: the one place that turns a stored body into an answer.
 */
final class BodyWriter {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final FhirContext fhirContext;

  BodyWriter(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  /** Writes the stored text with current id and meta, or HAPI's encoding where there is no text. */
  void write(Resource resource, JsonGenerator json) throws IOException {
    Optional<String> stored = StoredBody.of(resource);
    if (stored.isEmpty()) {
      json.writeRawValue(fhirContext.newJsonParser().encodeResourceToString(resource));
      return;
    }
    String text = stored.get();
    int afterType = "{\"resourceType\":\"\"".length() + resource.fhirType().length();
    int afterMeta = afterMeta(text, afterType);
    json.writeStartObject();
    json.writeStringField("resourceType", resource.fhirType());
    json.writeStringField("id", resource.getIdElement().getIdPart());
    json.writeFieldName("meta");
    @Nullable JsonNode sentMeta =
        afterMeta == afterType
            ? null
            : MAPPER.readTree(text.substring(afterType + ",\"meta\":".length(), afterMeta));
    meta(resource.getMeta(), sentMeta, json);
    if (afterMeta < text.length() - 1) {
      json.writeRaw(text, afterMeta, text.length() - 1 - afterMeta);
    }
    json.writeEndObject();
  }

  /** The place after the meta object that follows the type, or the place itself if none does. */
  private static int afterMeta(String text, int afterType) {
    if (!text.startsWith(",\"meta\":{", afterType)) {
      return afterType;
    }
    int depth = 0;
    boolean quoted = false;
    for (int i = afterType + ",\"meta\":".length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    throw new IllegalStateException("A stored body has no end of meta");
  }

  private static void meta(Meta meta, @Nullable JsonNode sent, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    if (sent != null) {
      for (String name : new String[] {"id", "extension"}) {
        if (sent.has(name)) {
          json.writeFieldName(name);
          MAPPER.writeTree(json, sent.get(name));
        }
      }
    }
    if (meta.hasVersionId()) {
      json.writeStringField("versionId", meta.getVersionId());
    }
    if (meta.hasLastUpdated()) {
      json.writeStringField("lastUpdated", meta.getLastUpdatedElement().getValueAsString());
    }
    if (meta.hasSource()) {
      json.writeStringField("source", meta.getSource());
    }
    profiles(meta, sent, json);
    codings("security", meta.getSecurity(), sent, json);
    codings("tag", meta.getTag(), sent, json);
    json.writeEndObject();
  }

  private static void profiles(Meta meta, @Nullable JsonNode sent, JsonGenerator json)
      throws IOException {
    if (!meta.hasProfile()) {
      return;
    }
    Set<String> left = new java.util.LinkedHashSet<>();
    meta.getProfile().stream().map(UriType::getValue).forEach(left::add);
    json.writeArrayFieldStart("profile");
    if (sent != null) {
      for (JsonNode profile : sent.path("profile")) {
        if (left.remove(profile.asText())) {
          json.writeString(profile.asText());
        }
      }
    }
    for (String profile : left) {
      json.writeString(profile);
    }
    json.writeEndArray();
  }

  /** The client's codings come first and unchanged; codings added later follow. */
  private static void codings(
      String name, List<Coding> current, @Nullable JsonNode sent, JsonGenerator json)
      throws IOException {
    if (current.isEmpty()) {
      return;
    }
    Set<String> written = new HashSet<>();
    Set<String> valid = new HashSet<>();
    current.forEach(coding -> valid.add(key(coding.getSystem(), coding.getCode())));
    json.writeArrayFieldStart(name);
    if (sent != null) {
      for (JsonNode coding : sent.path(name)) {
        String key = key(coding.path("system").textValue(), coding.path("code").textValue());
        if (valid.contains(key)) {
          written.add(key);
          MAPPER.writeTree(json, coding);
        }
      }
    }
    for (Coding coding : current) {
      if (written.add(key(coding.getSystem(), coding.getCode()))) {
        coding(coding, json);
      }
    }
    json.writeEndArray();
  }

  private static void coding(Coding coding, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (coding.hasSystem()) {
      json.writeStringField("system", coding.getSystem());
    }
    if (coding.hasVersion()) {
      json.writeStringField("version", coding.getVersion());
    }
    if (coding.hasCode()) {
      json.writeStringField("code", coding.getCode());
    }
    if (coding.hasDisplay()) {
      json.writeStringField("display", coding.getDisplay());
    }
    if (coding.hasUserSelected()) {
      json.writeBooleanField("userSelected", coding.getUserSelected());
    }
    json.writeEndObject();
  }

  private static String key(@Nullable String system, @Nullable String code) {
    return system + "|" + code;
  }
}
