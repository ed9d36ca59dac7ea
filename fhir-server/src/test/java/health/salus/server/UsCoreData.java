package health.salus.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The sample and US Core's examples on the server, and all of it again as plain JSON. */
final class UsCoreData {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final TestServer server;
  private final Map<String, List<JsonNode>> stored = new HashMap<>();

  private UsCoreData(TestServer server) {
    this.server = server;
  }

  static UsCoreData load(TestServer server, Path folder) throws IOException {
    server.loadSample();
    List<JsonNode> waiting = read(folder.resolve("6.1.0-examples.ndjson.gz"));
    int before;
    do { // until no more of them find what they refer to
      before = waiting.size();
      waiting.removeIf(
          resource ->
              server
                      .put(
                          resource.path("resourceType").asText()
                              + "/"
                              + resource.path("id").asText(),
                          resource.toString())
                      .statusCode()
                  < 300);
    } while (!waiting.isEmpty() && waiting.size() < before);
    System.out.println("US Core examples that refer to what is not there: " + waiting.size());
    return new UsCoreData(server);
  }

  static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        resources.add(MAPPER.readTree(line));
      }
    }
    return resources;
  }

  /** Everything of a type that the server holds. */
  List<JsonNode> all(String type) {
    return stored.computeIfAbsent(type, name -> entries(name + "?_count=500"));
  }

  /** The resources that a search finds, of all its pages. */
  List<JsonNode> entries(String path) {
    List<JsonNode> found = new ArrayList<>();
    JsonNode page = TestServer.json(server.get(path));
    while (true) {
      if (!page.path("resourceType").asText().equals("Bundle")) {
        throw new AssertionError(path + " gave " + page);
      }
      page.path("entry").forEach(entry -> found.add(entry.path("resource")));
      String next = Answers.link(page, "next");
      if (next.isEmpty()) {
        return found;
      }
      page = TestServer.json(server.get(next.substring(next.indexOf("/fhir"))));
    }
  }

  /** Adds a Provenance for one resource of each type. */
  void addProvenance(List<String> types) {
    for (String type : types) {
      if (!all(type).isEmpty() && provenanceOf(type).isEmpty()) {
        server.create(
            """
            {"resourceType":"Provenance","recorded":"2020-01-01T00:00:00Z",
             "target":[{"reference":"%s/%s"}],"agent":[{"who":{"display":"a device"}}]}"""
                .formatted(type, all(type).get(0).path("id").asText()));
        stored.remove("Provenance");
      }
    }
  }

  /** All that refer to the first resource of a type. */
  List<JsonNode> provenanceOf(String type) {
    String target = type + "/" + all(type).get(0).path("id").asText();
    return all("Provenance").stream()
        .filter(
            provenance -> provenance.path("target").findValuesAsText("reference").contains(target))
        .toList();
  }
}
