package health.salus.smart.grant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A launch context with the names that the token response gives its parameters. */
public final class LaunchContextJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");
  private static final int MAX_TEXT = 200;
  private static final int MAX_ENTRIES = 50;

  private LaunchContextJson() {}

  /** Adds the known members to a JSON object. */
  public static void write(LaunchContext context, ObjectNode to) {
    context.patient().ifPresent(id -> to.put("patient", id));
    context.encounter().ifPresent(id -> to.put("encounter", id));
    context.intent().ifPresent(text -> to.put("intent", text));
    context.tenant().ifPresent(text -> to.put("tenant", text));
    context.needPatientBanner().ifPresent(needed -> to.put("need_patient_banner", needed));
    if (!context.fhirContext().isEmpty()) {
      ArrayNode entries = to.putArray("fhirContext");
      context.fhirContext().forEach(entry -> write(entry, entries.addObject()));
    }
  }

  static String text(LaunchContext context) {
    ObjectNode json = JSON.createObjectNode();
    write(context, json);
    return json.toString();
  }

  /** Reads the output of {@link #write}. */
  public static LaunchContext parse(String text) {
    try {
      return read(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored launch context is no JSON", e);
    }
  }

  /**
   * Reads a context that an EHR page sent.
   *
   * @throws IllegalArgumentException that names the fault
   */
  public static LaunchContext read(JsonNode json) {
    List<ContextReference> entries = new ArrayList<>();
    json.path("fhirContext").forEach(entry -> entries.add(entry(entry)));
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("too many entries in fhirContext");
    }
    return new LaunchContext(
        text(json, "patient", ID),
        text(json, "encounter", ID),
        entries,
        text(json, "intent", null),
        json.has("need_patient_banner")
            ? Optional.of(json.get("need_patient_banner").asBoolean(true))
            : Optional.empty(),
        text(json, "tenant", null));
  }

  private static ContextReference entry(JsonNode json) {
    return new ContextReference(
        text(json, "reference", REFERENCE),
        text(json, "canonical", null),
        text(json, "type", null),
        text(json, "role", null));
  }

  private static Optional<String> text(JsonNode json, String name, @Nullable Pattern form) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    String text = value.isTextual() ? value.asText() : "";
    if (text.isEmpty()
        || text.length() > MAX_TEXT
        || (form != null && !form.matcher(text).matches())) {
      throw new IllegalArgumentException(name + " is not acceptable");
    }
    return Optional.of(text);
  }

  private static void write(ContextReference entry, ObjectNode to) {
    entry.reference().ifPresent(text -> to.put("reference", text));
    entry.canonical().ifPresent(text -> to.put("canonical", text));
    entry.type().ifPresent(text -> to.put("type", text));
    entry.role().ifPresent(text -> to.put("role", text));
  }
}
