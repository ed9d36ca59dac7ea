package health.salus.benchmarks.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** The resources of the repository's synthetic patients, as compact JSON. */
final class SampleResources {
  private static final Path FOLDER = Path.of("examples/synthea/sample");
  private static final JsonMapper MAPPER = new JsonMapper();

  private SampleResources() {}

  static List<byte[]> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("patient-"))
          .sorted()
          .flatMap(SampleResources::resources)
          .toList();
    }
  }

  private static Stream<byte[]> resources(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      JsonNode entries = MAPPER.readTree(in).path("entry");
      return StreamSupport.stream(entries.spliterator(), false)
          .map(entry -> entry.path("resource").toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
