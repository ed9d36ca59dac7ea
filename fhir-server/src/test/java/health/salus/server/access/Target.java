package health.salus.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The resources that one cell of the matrix is about: somebody's record, or one that does not
 * exist. The names in braces of a path or body stand for them.
 */
record Target(String name, Map<String, String> ids) {

  /** A small record of its own, made by the system. */
  static Target record(TestServer server, String name, String category) {
    String key = UUID.randomUUID().toString();
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("key", key);
    String patient = create(server, "Patient", patient(key));
    ids.put("patient", patient);
    addContent(server, category, key, patient, ids);
    return new Target(name, ids);
  }

  /** More resources in the record of the same patient, for a cell that changes them. */
  static Target inRecord(TestServer server, String name, String category, String patient) {
    String key = UUID.randomUUID().toString();
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("key", key);
    ids.put("patient", patient);
    addContent(server, category, key, patient, ids);
    return new Target(name, ids);
  }

  /** Ids under which nothing was ever stored. */
  static Target missing() {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String id : new String[] {"key", "patient", "encounter", "observation", "binary"}) {
      ids.put(id, UUID.randomUUID().toString());
    }
    return new Target("missing", ids);
  }

  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      filled = filled.replace("{" + id.getKey() + "}", id.getValue());
    }
    return filled;
  }

  /** The text with this target's ids taken out, to be compared with that of another target. */
  String blank(String text) {
    String blank = text;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      blank = blank.replace(id.getValue(), "{" + id.getKey() + "}");
    }
    return blank;
  }

  private static void addContent(
      TestServer server, String category, String key, String patient, Map<String, String> ids) {
    String encounter =
        """
        {"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},
         "subject":{"reference":"Patient/%s"},"identifier":[{"system":"urn:s","value":"%s"}]}"""
            .formatted(patient, key);
    ids.put("encounter", create(server, "Encounter", encounter));
    ids.put(
        "observation",
        create(server, "Observation", observation(patient, ids.get("encounter"), category, key)));
    String binary =
        """
        {"resourceType":"Binary","contentType":"text/plain","data":"aGVsbG8=",
         "securityContext":{"reference":"Patient/%s"}}"""
            .formatted(patient);
    ids.put("binary", create(server, "Binary", binary));
  }

  private static String create(TestServer server, String type, String json) {
    JsonNode body = TestServer.json(server.post(type, json));
    if (!body.has("id")) {
      throw new AssertionError(body.toString());
    }
    return body.get("id").asText();
  }

  static String patient(String key) {
    return """
        {"resourceType":"Patient","identifier":[{"system":"urn:s","value":"%s"}],
         "name":[{"family":"Name-%s"}],"birthDate":"1970-01-01"}"""
        .formatted(key, key);
  }

  static String observation(String patient, String encounter, String category, String key) {
    return """
        {"resourceType":"Observation","status":"final",
         "identifier":[{"system":"urn:s","value":"%s"}],
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",
           "code":"%s"}]}],
         "code":{"coding":[{"system":"urn:code","code":"c"}]},
         "subject":{"reference":"Patient/%s"},"encounter":{"reference":"Encounter/%s"}}"""
        .formatted(key, category, patient, encounter);
  }
}
