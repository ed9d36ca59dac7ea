package health.salus.storage.hapi;

import health.salus.storage.setting.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that comes with Salus, kept under the data folder.
 *
 * <p>The library that starts it turns {@code fsync} and {@code synchronous_commit} off; both are
 * set on, so that what was acknowledged survives a crash. It also lets any local user in without a
 * password: the first start gives the role a random password and closes that door.
 *
 * <p>If the owning process was killed, its database server lives on without a master. The next
 * start holds the data folder's lock, so it may stop that orphan and start again.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String USER = "postgres";
  private static final Duration STOP_POLL = Duration.ofMillis(20);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  /** Settings of the server, each with its reason in config/salus.yaml. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("listen_addresses", "localhost"),
          Map.entry("max_connections", "120"),
          Map.entry("shared_buffers", "256MB"),
          Map.entry("effective_cache_size", "2GB"),
          Map.entry("work_mem", "16MB"),
          Map.entry("wal_compression", "on"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("jit", "off"),
          Map.entry("password_encryption", "scram-sha-256"));

  private final EmbeddedPostgres postgres;
  private final Path directory;
  private final String password;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path directory, String password) {
    this.postgres = postgres;
    this.directory = directory;
    this.password = password;
  }

  /** Starts the server, creating its files at the first start. */
  public static EmbeddedDatabase start(DataFolder folder) {
    Path directory = folder.path().resolve("postgresql").toAbsolutePath();
    String password = folder.secret("database-password");
    stopOrphan(directory);
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setDataDirectory(directory)
              .setOverrideWorkingDirectory(
                  folder.path().resolve("postgresql-binaries").toAbsolutePath().toFile())
              .setPGStartupWait(Duration.ofMinutes(2))
              .setConnectConfig("password", password);
      SETTINGS.forEach(builder::setServerConfig);
      EmbeddedDatabase database = new EmbeddedDatabase(builder.start(), directory, password);
      database.requirePassword();
      return database;
    } catch (IOException | RuntimeException e) {
      throw new StartFailure(
          "The embedded PostgreSQL under %s does not start (%s). Look at the free disk space and the folder's owner."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  public String url() {
    return "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort());
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** Stops the server and waits until its process is gone. */
  @Override
  public void close() {
    Optional<ProcessHandle> server = serverProcess(directory);
    try {
      postgres.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop at the first request");
    }
    server.ifPresent(EmbeddedDatabase::stop);
  }

  private void requirePassword() throws IOException {
    Path access = directory.resolve("pg_hba.conf");
    List<String> lines = Files.readAllLines(access);
    if (lines.stream().noneMatch(line -> isRule(line) && line.strip().endsWith("trust"))) {
      return;
    }
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      Files.write(
          access,
          lines.stream()
              .map(line -> isRule(line) ? line.replaceAll("trust\\s*$", "scram-sha-256") : line)
              .toList(),
          StandardOpenOption.TRUNCATE_EXISTING);
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new StartFailure("The embedded PostgreSQL took no password.", e);
    }
  }

  private static boolean isRule(String line) {
    return !line.isBlank() && !line.strip().startsWith("#");
  }

  private static void stopOrphan(Path directory) {
    serverProcess(directory)
        .ifPresent(
            orphan -> {
              LOG.warn(
                  "Stopping PostgreSQL process {}, left behind by a server that was killed",
                  orphan.pid());
              stop(orphan);
            });
  }

  private static Optional<ProcessHandle> serverProcess(Path directory) {
    Path pidFile = directory.resolve("postmaster.pid");
    try {
      if (!Files.exists(pidFile)) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      return ProcessHandle.of(pid)
          .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Waits for the end of the process itself, not for its parent to notice it. */
  private static void stop(ProcessHandle process) {
    process.destroy();
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    try {
      while (isRunning(process) && System.nanoTime() < end) {
        Thread.sleep(STOP_POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (isRunning(process)) {
      process.destroyForcibly();
    }
  }

  /** A process that has ended has no command any more, even while its entry remains. */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
