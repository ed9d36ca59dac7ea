package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What tests ask of an answer. */
final class Answers {
  private static final String CODES = "https://salus.health/fhir/CodeSystem/error-code";

  private Answers() {}

  /** An OperationOutcome with our code, and nothing that belongs to the server or the sender. */
  static void refused(HttpResponse<String> answer, int status, String... secrets) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body())
        .contains("OperationOutcome", CODES)
        .doesNotContain("HAPI-")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    for (String secret : secrets) {
      assertThat(answer.body()).doesNotContain(secret);
    }
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** {@code Type/id} of each resource, in order. */
  static List<String> references(JsonNode bundle) {
    List<String> references = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      references.add(resource.path("resourceType").asText() + "/" + resource.path("id").asText());
    }
    return references;
  }

  static List<String> ids(JsonNode bundle) {
    List<String> ids = new ArrayList<>();
    bundle.path("entry").forEach(entry -> ids.add(entry.at("/resource/id").asText()));
    return ids;
  }

  /** The address of a page, or an empty text on the last one. */
  static String link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals(relation)) {
        return link.path("url").asText();
      }
    }
    return "";
  }

  /** References of all pages from this one on. */
  static List<String> allPages(TestServer server, String path) {
    List<String> found = new ArrayList<>();
    JsonNode page = TestServer.json(server.get(path));
    while (true) {
      found.addAll(references(page));
      String next = link(page, "next");
      if (next.isEmpty()) {
        return found;
      }
      page = TestServer.json(server.get(next.substring(next.indexOf("/fhir"))));
    }
  }
}
