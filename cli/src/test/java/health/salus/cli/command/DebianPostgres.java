package health.salus.cli.command;

import health.salus.server.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server that the operating system brought (Debian's), with a folder of its own. */
public final class DebianPostgres implements AutoCloseable {
  public static final String USER = "salus";
  public static final String PASSWORD = "external-secret";

  private final Path binaries;
  private final Path folder;
  private final int port;
  private boolean running;

  private DebianPostgres(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** Starts one; where the operating system has none, the test is skipped and says why. */
  public static DebianPostgres startOrSkip() throws IOException {
    Optional<Path> found = installed();
    if (found.isEmpty()) {
      System.out.println(
          "Skipped: no PostgreSQL of the operating system under /usr/lib/postgresql");
    }
    Assumptions.assumeTrue(found.isPresent(), "no PostgreSQL of the operating system");
    DebianPostgres server =
        new DebianPostgres(
            found.orElseThrow(), Files.createTempDirectory("external-postgresql"), freePort());
    server.create();
    server.start();
    return server;
  }

  private static Optional<Path> installed() throws IOException {
    Path root = Path.of("/usr/lib/postgresql");
    if (!Files.exists(root)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(root)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.exists(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void create() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    asUser(
        "initdb",
        "-D",
        data(),
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--pwfile=" + password);
  }

  private void start() throws IOException {
    String log = folder.resolve("log").toString();
    String options = "-p " + port + " -k " + folder;
    asUser("pg_ctl", "-D", data(), "-o", options, "-l", log, "-w", "start");
    running = true;
  }

  /** Stops it, so that everything it knows is in its folder. */
  public void stop() throws IOException {
    if (running) {
      asUser("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
      running = false;
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    if (isRoot()) {
      run(List.of("rm", "-rf", folder.toString()));
    } else {
      TestServer.delete(folder);
    }
  }

  /** Its data with the write-ahead log, and its own log. */
  public Path folder() {
    return folder;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  public String url() {
    return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
  }

  /** A connection of its owner, which the caller closes. */
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /** Runs one statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What {@code pg_dump} writes. */
  public byte[] dump() throws IOException {
    Path file = Files.createTempFile("salus", ".dump");
    try {
      ProcessBuilder dump =
          new ProcessBuilder(
                  binaries.resolve("pg_dump").toString(),
                  "-h",
                  "localhost",
                  "-p",
                  Integer.toString(port),
                  "-U",
                  USER,
                  "postgres")
              .redirectOutput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      dump.environment().put("PGPASSWORD", PASSWORD);
      if (exitCode(dump.start()) != 0) {
        throw new AssertionError("pg_dump failed");
      }
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /** A settings file for a server on this database. */
  public Path settings(String password) throws IOException {
    Path secret = Files.writeString(Files.createTempFile("salus", ".password"), password);
    Path settings = Files.createTempDirectory("salus-config").resolve("salus.yaml");
    return Files.writeString(
        settings,
        """
        database:
          url: %s
          user: %s
          password: file:%s
          connectionTimeout: 5s
        models:
          directory: %s
        masking: %s
        """
            .formatted(
                url(),
                USER,
                secret,
                TestServer.home().resolve("config/models"),
                TestServer.home().resolve("config/masking.yaml")));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to run as root. */
  private void asUser(String program, String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.add(binaries.resolve(program).toString());
    all.addAll(List.of(arguments));
    run(all);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (exitCode(process) != 0) {
      throw new AssertionError(
          command
              + ": "
              + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
