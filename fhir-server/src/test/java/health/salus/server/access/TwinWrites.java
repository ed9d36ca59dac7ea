package health.salus.server.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests that would change something: of what is hidden, of what is not there, and of what they
 * make themselves. On equal servers they leave equal servers.
 */
final class TwinWrites {
  private static final String PATCH = "application/json-patch+json";
  private static final List<String> OBSERVATIONS = List.of("h-o1", "h-o3", "h-o4", "none");

  List<TwinRequest> all() {
    List<TwinRequest> requests = new ArrayList<>();
    OBSERVATIONS.forEach(id -> requests.addAll(ofHidden(id)));
    List.of("h-p1", "none", "v-p2").forEach(id -> requests.addAll(references(id)));
    List.of("h-p1", "none").forEach(id -> requests.addAll(conditional(id)));
    List.of("Observation/h-o1", "Observation/h-o3", "Observation/none", "Encounter/h-e1")
        .forEach(target -> requests.addAll(pointing(target)));
    List.of("v-o1", "v-o2", "v-o3").forEach(id -> requests.addAll(ofVisible(id)));
    return requests;
  }

  private static List<TwinRequest> ofHidden(String id) {
    String path = "Observation/" + id;
    String body = observation("\"id\":\"%s\",".formatted(id), "v-p2", "");
    String value = "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"final\"}]";
    return List.of(
        TwinRequest.write("patch", "PATCH", path, value, "Content-Type", PATCH),
        TwinRequest.write(
            "patch", "PATCH", path, value.replace("final", "amended"), "Content-Type", PATCH),
        TwinRequest.write("update-if-match", "PUT", path, body, "If-Match", "W/\"1\""),
        TwinRequest.write("update-if-match", "PUT", path, body, "If-Match", "W/\"7\""),
        TwinRequest.write("validate", "POST", path + "/$validate?mode=update", parameters(body)),
        TwinRequest.write("delete", "DELETE", path, null),
        transaction("delete-in-bundle", "DELETE", path, ""),
        transaction("patch-conditional", "DELETE", "Observation?_id=" + id, ""));
  }

  private static List<TwinRequest> references(String patient) {
    String body = observation("", patient, "");
    return List.of(
        TwinRequest.write("create", "POST", "Observation", body),
        TwinRequest.write("validate", "POST", "Observation/$validate", body),
        TwinRequest.write(
            "reference-by-search",
            "POST",
            "",
            bundle(
                "POST",
                "Observation",
                body.replace("Patient/" + patient, "Patient?identifier=urn:mrn|" + patient))),
        transaction("create-in-bundle", "POST", "Observation", body));
  }

  private static List<TwinRequest> conditional(String patient) {
    String condition = "identifier=urn:mrn|" + patient;
    String query = condition.replace("|", "%7C");
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:other\",\"value\":\"%s\"}]}"
            .formatted(patient);
    return List.of(
        TwinRequest.write(
            "conditional-create", "POST", "Patient", body, "If-None-Exist", condition),
        TwinRequest.write("conditional-update", "PUT", "Patient?" + query, body),
        TwinRequest.write("conditional-delete", "DELETE", "Patient?" + query, null),
        TwinRequest.write(
            "conditional-patch",
            "PATCH",
            "Patient?" + query,
            "[{\"op\":\"test\",\"path\":\"/active\",\"value\":true}]",
            "Content-Type",
            PATCH),
        transaction("conditional-in-bundle", "PUT", "Patient?" + condition, body),
        transaction("conditional-in-bundle", "DELETE", "Patient?" + condition, ""));
  }

  /** A new resource that refers to one that is hidden or missing. */
  private static List<TwinRequest> pointing(String target) {
    String element = target.startsWith("Encounter") ? "\"encounter\":%s" : "\"hasMember\":[%s]";
    String reference = element.formatted("{\"reference\":\"%s\"}".formatted(target));
    String list =
        """
        {"resourceType":"List","status":"current","mode":"working",
         "entry":[{"item":{"reference":"%s"}}]}"""
            .formatted(target);
    return List.of(
        TwinRequest.write(
            "create-pointing", "POST", "Observation", observation("", "v-p2", "," + reference)),
        TwinRequest.write("create-pointing", "POST", "List", list));
  }

  /** What is visible and stands beside what is hidden. */
  private static List<TwinRequest> ofVisible(String id) {
    String path = "Observation/" + id;
    String wrong = "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"amended\"}]";
    return List.of(
        TwinRequest.write("patch", "PATCH", path, wrong, "Content-Type", PATCH),
        TwinRequest.write("delete-referred", "DELETE", path, null),
        TwinRequest.ask(
            "validate", path + "/$validate?mode=delete", "{\"resourceType\":\"Parameters\"}"));
  }

  private static TwinRequest transaction(String kind, String method, String url, String body) {
    return TwinRequest.write(kind, "POST", "", bundle(method, url, body));
  }

  private static String bundle(String method, String url, String body) {
    String resource = body.isEmpty() ? "" : "\"resource\":" + body + ",";
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}]}"
        .formatted(resource, method, url);
  }

  private static String parameters(String resource) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":%s}]}"
        .formatted(resource);
  }

  private static String observation(String id, String patient, String more) {
    return """
        {"resourceType":"Observation",%s"status":"final","code":{"text":"written"},
         "subject":{"reference":"Patient/%s"}%s}"""
        .formatted(id, patient, more);
  }
}
