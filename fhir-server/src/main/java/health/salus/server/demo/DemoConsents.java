package health.salus.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Consents of some sample patients, and the few records that show their effect: the files of {@code
 * examples/consents}, each one resource with an id.
 */
public final class DemoConsents {
  private static final JsonMapper MAPPER = new JsonMapper();

  private DemoConsents() {}

  /** Stores one resource on a server. */
  @FunctionalInterface
  public interface Client {
    /**
     * Stores it.
     *
     * @param path type and id
     * @throws StartFailure if the server refuses it
     */
    void put(String path, String json) throws IOException, InterruptedException;
  }

  /**
   * Stores all of them, over those of an earlier start.
   *
   * @param folder where the files are
   * @throws StartFailure if a file holds no resource with an id, or the server refuses it
   */
  public static void load(Path folder, Client server) throws IOException, InterruptedException {
    for (Path file : files(folder)) {
      JsonNode resource = MAPPER.readTree(file.toFile());
      server.put(path(file, resource), resource.toString());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static String path(Path file, JsonNode resource) {
    String type = resource.path("resourceType").asText();
    String id = resource.path("id").asText();
    if (type.isEmpty() || id.isEmpty()) {
      throw new StartFailure("%s holds no resource with an id.".formatted(file));
    }
    return type + "/" + id;
  }
}
