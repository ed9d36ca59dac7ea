package health.salus.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cli.load.BundleImporter;
import health.salus.cli.load.ImportOptions;
import health.salus.cli.load.ImportResult;
import health.salus.server.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code salus export}: everything in plain, for whoever owns the data folder. */
class ExportCommandIT {
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir private Path folder;

  private record Run(int exit, String out, String err) {}

  @Test
  void whatIsExportedCanBeImportedIntoAnEmptyServer() throws Exception {
    Path export = folder.resolve("export");
    Map<String, JsonNode> exported;
    TestServer first = TestServer.separate(folder.resolve("first"));
    try {
      first.loadSample();
      Run run = export(first, export);

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).contains("Patient.ndjson: 20 resources");
      assertThat(run.err()).contains("plain");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
          .isEqualTo("rwx------");
      exported = read(export);
      assertThat(exported).hasSizeGreaterThan(2900);
      assertThat(exported.values())
          .filteredOn(each -> each.path("resourceType").asText().equals("AuditEvent"))
          .anyMatch(event -> event.at("/type/code").asText().equals("110106"));
    } finally {
      first.close();
    }

    TestServer second = TestServer.separate(folder.resolve("second"));
    try {
      ImportResult result =
          new BundleImporter(
                  ImportOptions.defaults(URI.create(second.base()), folder.resolve("import"))
                      .withBearerToken(() -> Optional.of(second.administratorToken())),
                  new PrintStream(OutputStream.nullOutputStream()),
                  false,
                  Clock.systemUTC())
              .run(List.of(export));
      assertThat(result.successful()).as(result.report()).isTrue();
      Path again = folder.resolve("again");
      assertThat(export(second, again).exit()).isZero();

      Map<String, JsonNode> imported = read(again);
      assertThat(imported).containsAllEntriesOf(exported);
    } finally {
      second.close();
    }
  }

  @Test
  void folderThatIsNotEmptyIsRefusedAndNothingIsWritten() throws Exception {
    Files.writeString(folder.resolve("mine"), "keep");

    Run run = export(TestServer.shared(), folder);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("is not empty");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  private static Run export(TestServer server, Path folder) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit =
        commandLine.execute(
            "export",
            folder.toString(),
            "--port",
            Integer.toString(server.port()),
            "--data",
            server.data().toString());
    return new Run(exit, out.toString(), err.toString());
  }

  /** By type and id, without what each server says of its own copy. */
  private static Map<String, JsonNode> read(Path folder) throws IOException {
    Map<String, JsonNode> resources = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(file.toString()).endsWith(".ndjson");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        for (String line : Files.readAllLines(file)) {
          ObjectNode resource = (ObjectNode) MAPPER.readTree(line);
          resource.withObject("/meta").remove(List.of("versionId", "lastUpdated"));
          resources.put(
              resource.path("resourceType").asText() + "/" + resource.path("id").asText(),
              resource);
        }
      }
    }
    return resources;
  }
}
