package health.salus.server;

import static health.salus.server.Answers.link;
import static health.salus.server.Answers.references;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Histories of a resource, a type and everything.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
class RestHistoryIT {
  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();
  private final Marked marked = new Marked(server, key);

  @Test
  void historyHoldsEveryVersionNewestFirst() {
    String id = marked.patient("History", "1970");
    Instant before = Instant.now();
    server.put(
        "Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}");
    server.delete("Patient/" + id);

    JsonNode history = TestServer.json(server.get("Patient/" + id + "/_history"));
    JsonNode since = TestServer.json(server.get("Patient/" + id + "/_history?_since=" + before));
    JsonNode first = TestServer.json(server.get("Patient/" + id + "/_history?_count=1"));

    assertThat(history.path("type").asText()).isEqualTo("history");
    assertThat(methods(history)).containsExactly("DELETE", "PUT", "POST");
    assertThat(methods(since)).containsExactly("DELETE", "PUT");
    assertThat(methods(first)).containsExactly("DELETE");
    List<String> paged = new ArrayList<>(methods(first));
    String next = link(first, "next");
    while (!next.isEmpty()) {
      JsonNode page = TestServer.json(server.get(next.substring(next.indexOf("/fhir"))));
      paged.addAll(methods(page));
      next = link(page, "next");
    }
    assertThat(paged).containsExactly("DELETE", "PUT", "POST");
  }

  @Test
  void historyOfTypeAndSystemHoldWhatJustChanged() {
    String since = Instant.now().toString();
    String patient = marked.patient("Changes", "1970");
    String observation = marked.observation(patient);

    assertThat(
            references(TestServer.json(server.get("Patient/_history?_count=50&_since=" + since))))
        .contains("Patient/" + patient)
        .noneMatch(reference -> reference.startsWith("Observation"));
    assertThat(references(TestServer.json(server.get("_history?_count=50&_since=" + since))))
        .contains("Patient/" + patient, "Observation/" + observation);
  }

  private static List<String> methods(JsonNode history) {
    List<String> methods = new ArrayList<>();
    history.path("entry").forEach(entry -> methods.add(entry.at("/request/method").asText()));
    return methods;
  }
}
