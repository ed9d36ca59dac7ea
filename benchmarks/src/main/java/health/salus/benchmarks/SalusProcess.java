package health.salus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Salus as its launcher starts it, with an empty data folder, and the PostgreSQL it brings. */
final class SalusProcess implements Closing.Closeable {
  private final ServerProcess server;
  private final Path data;

  private SalusProcess(ServerProcess server, Path data) {
    this.server = server;
    this.data = data;
  }

  static SalusProcess launch(Path home, Path folder) throws IOException {
    Path data = folder.resolve("salus");
    ServerProcess server =
        ServerProcess.launch(
            "Salus",
            folder.resolve("salus.log"),
            Map.of(),
            List.of(
                "-Dlogback.configurationFile=" + home.resolve("config/logback.xml"),
                "-Dsalus.home=" + home,
                "-cp",
                jar(home) + ":" + home.resolve("fhir-server/target/lib") + "/*",
                "health.salus.server.cli.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--config",
                home.resolve("config/salus.yaml").toString()));
    return new SalusProcess(server, data);
  }

  Target awaitReady() throws IOException {
    return server.awaitReady();
  }

  /** Its database, once it is ready. */
  DatabaseServer database() throws IOException {
    return DatabaseServer.under(data);
  }

  /** Stops Salus, which stops its database; if it could not, the database is stopped here. */
  @Override
  public void close() {
    server.close();
    DatabaseServer.stopLeftover(data);
  }

  private static Path jar(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("fhir-server/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("fhir-server-[0-9].*\\.jar"))
          .filter(file -> !file.toString().contains("sources"))
          .findFirst()
          .orElseThrow(() -> new BenchmarkFailure("fhir-server is not built yet"));
    }
  }
}
