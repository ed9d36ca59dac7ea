package health.salus.cli.dump;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.cli.command.DebianPostgres;
import health.salus.cli.command.ServerProcess;
import health.salus.cli.local.LocalServer;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thief of a dump, of the disk or of the logs reads no name, number, address, birth date or note.
 */
class DumpIT {
  private static final int COHORT_FILES = 6;

  @TempDir private Path people;
  @TempDir private Path data;

  @Test
  void nothingThatNamesAPersonIsInTheDumpOnTheDiskOrInTheLogs() throws Exception {
    SyntheaPeople.write(TestServer.home().resolve("examples/synthea"), COHORT_FILES, people);
    ProtectedValues values = new ProtectedValues(people);
    Scan scan = new Scan();
    try (DebianPostgres database = DebianPostgres.startOrSkip()) {
      try (ServerProcess server =
          ServerProcess.serve(
              data, "--config", database.settings(DebianPostgres.PASSWORD).toString())) {
        use(server.awaitReady(), values);
        server.stop();
        scan.text("log", server.output(), values.ofFiles());
      }
      scan.dump(database.dump(), values.ofDump());
      database.execute("CHECKPOINT");
      database.stop();
      scan.folder("database", database.folder(), values.ofFiles());
    }
    scan.folder("data", data, values.ofFiles());

    assertThat(Person.among(values.resources)).hasSizeGreaterThan(100);
    assertThat(values.texts).hasSizeGreaterThan(1000);
    assertThat(scan.found()).isEmpty();
  }

  /** With the database that comes along, all that the server keeps lies in one folder. */
  @Test
  void nothingThatNamesAPersonIsInTheDataFolder() throws Exception {
    SyntheaPeople.write(TestServer.home().resolve("examples/synthea"), COHORT_FILES, people);
    ProtectedValues values = new ProtectedValues(people);
    Scan scan = new Scan();
    try (ServerProcess server = ServerProcess.serve(data)) {
      use(server.awaitReady(), values);
      server.stop();
      scan.text("log", server.output(), values.ofFiles());
    }
    scan.folder("data", data, values.ofFiles());

    assertThat(data.resolve("postgresql/pg_wal")).isNotEmptyDirectory();
    assertThat(scan.found()).isEmpty();
  }

  private void use(int port, ProtectedValues values) throws Exception {
    try (ServerProcess importing =
        ServerProcess.run(
            "import", people.toString(), "--port", "" + port, "--data", data.toString())) {
      assertThat(importing.awaitEnd()).contains("0 failures");
    }
    LocalServer local = new LocalServer(port, data);
    assertThat(local.train("diabetes-2y")).contains("AUROC");
    String token = local.administratorToken().get().orElseThrow();
    List<Person> persons = Person.among(values.resources);
    List<String> unexpected = new ArrayList<>();
    for (Person person : List.of(persons.get(0), persons.get(persons.size() - 1))) {
      for (Call call : PersonCalls.about(person, persons.get(1))) {
        HttpResponse<String> response = call.to(port, token);
        if (!call.answers().contains(response.statusCode())) {
          unexpected.add(
              "%s %s: %d %s"
                  .formatted(call.method(), call.path(), response.statusCode(), response.body()));
        }
      }
    }
    assertThat(unexpected).isEmpty();
  }
}
