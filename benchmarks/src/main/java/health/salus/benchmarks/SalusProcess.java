package health.salus.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Salus as its launcher starts it, with an empty data folder, and the PostgreSQL it brings. */
final class SalusProcess implements Closing.Closeable {
  private final Path home;
  private final ServerProcess server;
  private final Path data;

  private SalusProcess(Path home, ServerProcess server, Path data) {
    this.home = home;
    this.server = server;
    this.data = data;
  }

  static SalusProcess launch(Path home, Path folder) throws IOException {
    return launch(home, folder, "salus", "");
  }

  /** Another one with sealing off, on a database beside the first one's. */
  static SalusProcess launchPlain(Path home, Path folder, DatabaseServer database)
      throws IOException {
    Path encryption = Files.writeString(folder.resolve("plain-encryption.yaml"), "enabled: false");
    Path password = Files.writeString(folder.resolve("plain-password"), database.password());
    String settings =
        """
        encryption: "%s"
        database: {url: "%s", user: "%s", password: "file:%s"}
        """
            .formatted(encryption, database.createStockDatabase(), DatabaseServer.USER, password);
    return launch(home, folder, "plain", settings);
  }

  private static SalusProcess launch(Path home, Path folder, String name, String more)
      throws IOException {
    Path data = folder.resolve(name);
    ServerProcess server =
        ServerProcess.launch(
            "Salus",
            folder.resolve(name + ".log"),
            Map.of(),
            List.of(
                "-Dlogback.configurationFile=" + home.resolve("config/logback.xml"),
                "-Dsalus.home=" + home,
                "-cp",
                classPath(home),
                "health.salus.cli.command.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--config",
                settings(home, folder, name, more).toString()));
    return new SalusProcess(home, server, data);
  }

  /** As it ships, but that callers without a token may do everything: the door can be measured. */
  private static Path settings(Path home, Path folder, String name, String more)
      throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        smart: {anonymousScope: system/*.cruds}
        models: {directory: "%s"}
        masking: "%s"
        """
                .formatted(home.resolve("config/models"), home.resolve("config/masking.yaml"))
            + more);
  }

  /** An access token of a user, made by the command line as an operator would. */
  String token(int port, String user) throws IOException {
    return command(port, "token", "--user", user, "--scope", "user/*.cruds");
  }

  /** Creates a user with one role. */
  void addUser(int port, String name, String role) throws IOException {
    command(port, "user", "add", name, "--role", role);
  }

  private String command(int port, String... arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsalus.home=" + home,
                "-cp",
                classPath(home),
                "health.salus.cli.command.Main"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (output.isEmpty()) {
      throw new BenchmarkFailure("Salus does not answer to " + arguments[0]);
    }
    return output;
  }

  private static String classPath(Path home) throws IOException {
    return jar(home) + ":" + home.resolve("cli/target/lib") + "/*";
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
    try (Stream<Path> files = Files.list(home.resolve("cli/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("cli-[0-9].*\\.jar"))
          .filter(file -> !file.toString().contains("sources"))
          .findFirst()
          .orElseThrow(() -> new BenchmarkFailure("cli is not built yet"));
    }
  }
}
