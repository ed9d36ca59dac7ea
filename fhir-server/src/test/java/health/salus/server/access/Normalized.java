package health.salus.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.server.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An answer without what may differ between two servers: times of today, ids that the server made,
 * the port, the content of page links and the length that follows from these.
 *
 * @param next the path of the next page, which is not compared
 */
record Normalized(int status, Map<String, String> headers, String body, Optional<String> next) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> IGNORED = Set.of("date", "x-request-id", "content-length");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d+([+-]\\d{2}:\\d{2}|Z)");
  private static final Pattern HTTP_DATE =
      Pattern.compile("[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} [0-9:]{8} GMT");
  private static final Pattern TOOK = Pattern.compile("\\d+ ?ms\\b");

  /** Of an answer of this server. */
  static Normalized of(TestServer server, HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!IGNORED.contains(name)) {
                headers.put(name, text(server, String.join(",", values)));
              }
            });
    Optional<JsonNode> json = json(response.body());
    Optional<String> next = json.flatMap(node -> withoutPageLinks(server, node));
    String body = json.map(JsonNode::toString).orElseGet(response::body);
    return new Normalized(response.statusCode(), headers, text(server, body), next);
  }

  /** What is compared. */
  Normalized comparable() {
    return new Normalized(status, headers, body, next.map(path -> "PAGE"));
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.of(MAPPER.readTree(body)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> withoutPageLinks(TestServer server, JsonNode bundle) {
    Optional<String> next = Optional.empty();
    for (JsonNode link : bundle.path("link")) {
      String url = link.path("url").asText();
      if (url.contains("_getpages") || !link.path("relation").asText().equals("self")) {
        ((ObjectNode) link).put("url", "PAGE");
      }
      if (link.path("relation").asText().equals("next")) {
        next = Optional.of(url.substring(server.base().length() + 1));
      }
    }
    return next;
  }

  private static String text(TestServer server, String text) {
    String here = text.replace("localhost:" + server.port(), "HOST");
    String ids = UUID.matcher(here).replaceAll("UUID");
    String times = HTTP_DATE.matcher(TIME.matcher(ids).replaceAll("TIME")).replaceAll("TIME");
    return TOOK.matcher(times).replaceAll("0 ms");
  }
}
