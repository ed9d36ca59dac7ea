package health.salus.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.storage.setting.StartFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes everything that is stored and current into one NDJSON file for each type, in plain. It
 * reads pages in the order in which resources were created, so what comes meanwhile is at the end.
 * A file has its own name only when it is whole.
 */
public final class Exporter {
  private static final int PAGE = 200;
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** DICOM's code for what leaves the system. */
  private static final String EVENT =
      """
      {"resourceType":"AuditEvent",
       "type":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110106",
         "display":"Export"},
       "action":"R","recorded":"%s","outcome":"0",
       "agent":[{"requestor":true,"who":{"display":"administrator on the command line"}}],
       "source":{"observer":{"display":"Salus"}},
       "entity":[{"name":"everything that is stored and current"}]}""";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final Supplier<Optional<String>> token;
  private final Clock clock;

  /**
   * Exports from one server.
   *
   * @param base its FHIR base, without a slash at its end
   * @param token asked before each request
   */
  public Exporter(URI base, Supplier<Optional<String>> token, Clock clock) {
    this.base = base;
    this.token = token;
    this.clock = clock;
  }

  /**
   * Exports, after the server has recorded that.
   *
   * @return how many resources of which type
   * @throws StartFailure if the folder is not empty, or not everything could be read; then files of
   *     types that are not whole end with {@code .part}
   */
  public Map<String, Long> run(Path folder) throws IOException, InterruptedException {
    prepare(folder);
    send("POST", base + "/AuditEvent", EVENT.formatted(clock.instant()));
    Map<String, Long> written = new TreeMap<>();
    for (String type : types()) {
      long count = export(type, folder);
      if (count > 0) {
        written.put(type, count);
      }
    }
    return written;
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new StartFailure("The folder %s is not empty.".formatted(folder));
      }
    }
  }

  private Set<String> types() throws IOException, InterruptedException {
    Set<String> types = new TreeSet<>();
    for (JsonNode resource : send("GET", base + "/metadata", "").at("/rest/0/resource")) {
      String type = resource.path("type").asText();
      for (JsonNode interaction : resource.path("interaction")) {
        if (interaction.path("code").asText().equals("search-type")) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private long export(String type, Path folder) throws IOException, InterruptedException {
    String first = "%s/%s?_count=%d&_total=accurate".formatted(base, type, PAGE);
    JsonNode page = send("GET", first, "");
    if (page.path("entry").isEmpty()) {
      return 0;
    }
    long expected = page.path("total").asLong();
    Path part = Files.createFile(folder.resolve(type + ".ndjson.part"), FILE);
    long written = 0;
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      while (true) {
        for (String line : lines(type, page)) {
          out.write(line);
          out.write('\n');
          written++;
        }
        Optional<String> next = next(page);
        if (next.isEmpty()) {
          break;
        }
        page = send("GET", next.get(), "");
      }
    }
    if (written < expected) {
      throw new StartFailure(
          "%s: %d of %d resources were read, because others were deleted meanwhile. %s is not whole."
              .formatted(type, written, expected, part));
    }
    Files.move(part, folder.resolve(type + ".ndjson"), StandardCopyOption.ATOMIC_MOVE);
    return written;
  }

  private static List<String> lines(String type, JsonNode page) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : page.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (isLost(type, resource)) {
        throw new StartFailure(
            "%s/%s cannot be opened, and its file is not whole; ./salus keys verify lists all such."
                .formatted(type, resource.path("id").asText()));
      }
      lines.add(ImportFile.JSON.writeValueAsString(resource));
    }
    return lines;
  }

  /** As the server shows what it cannot open; these two types take no extensions. */
  private static boolean isLost(String type, JsonNode resource) {
    return switch (type) {
      case "Binary" -> !resource.has("contentType");
      case "Bundle" -> !resource.has("type");
      default -> resource.at("/extension/0/url").asText().equals(ABSENT);
    };
  }

  private static Optional<String> next(JsonNode page) {
    for (JsonNode link : page.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        return Optional.of(link.path("url").asText());
      }
    }
    return Optional.empty();
  }

  private JsonNode send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(ANSWER_LIMIT)
            .header("Accept", "application/fhir+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/fhir+json");
    }
    token.get().ifPresent(value -> request.header("Authorization", "Bearer " + value));
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new StartFailure(
          "The server answers %d; what was written is not whole.".formatted(response.statusCode()));
    }
    return ImportFile.JSON.readTree(response.body());
  }
}
