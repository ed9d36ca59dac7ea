package health.salus.cli.dump;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.cli.command.DebianPostgres;
import health.salus.cli.command.ServerProcess;
import health.salus.cli.local.LocalServer;
import health.salus.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HAPI's own server with the same people as {@link DumpIT}: the same scan finds thousands of values
 * there. Then Salus starts on that database, is killed in the middle, and seals it in place.
 */
class StockDatabaseIT {
  private static final int COHORT_FILES = 6;

  /** Bodies that are sealed; the newest one of each resource has its hash in plain. */
  private static final String HASHES =
      "SELECT hash_sha256 FROM hfj_resource WHERE hash_sha256 IS NOT NULL"
          + " AND res_type NOT IN ('SearchParameter')";

  @TempDir private Path people;
  @TempDir private Path data;

  @Test
  void whatAStockServerWroteInPlainIsSealedInPlace() throws Exception {
    SyntheaPeople.write(TestServer.home().resolve("examples/synthea"), COHORT_FILES, people);
    ProtectedValues values = new ProtectedValues(people);
    Person person = Person.among(values.resources).get(0);
    try (DebianPostgres database = DebianPostgres.startOrSkip()) {
      String numbered = fill(database, values);
      Set<String> hashes = texts(database, HASHES);
      assertManyValuesAreFound(database, values);

      sealUntilKilled(database, person);
      try (ServerProcess server = salus(database)) {
        int port = server.awaitReady();
        assertThat(awaitJob(port)).startsWith("DONE");
        assertEverythingIsThere(port, person, numbered);
        assertThat(job(port, "verify")).isEqualTo("DONE 0 versions are not as they were sealed");
        server.stop();
        assertThat(server.output()).contains("docs/security.md");
      }
      assertNothingIsFound(database, values, hashes);
    }
  }

  /** Loads and uses a stock server; the id that it gave to a patient. */
  private String fill(DebianPostgres database, ProtectedValues values) throws Exception {
    try (ServerProcess stock = ServerProcess.stock(database)) {
      int port = stock.awaitReady();
      for (Path file : files()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          String bundle = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          assertThat(Call.send("POST", "", bundle).to(port, "").statusCode()).isEqualTo(200);
        }
      }
      List<Person> persons = Person.among(values.resources);
      int answered = 0;
      for (Call call : PersonCalls.about(persons.get(0), persons.get(1))) {
        answered += call.to(port, "").statusCode() < 300 ? 1 : 0;
      }
      assertThat(answered).isGreaterThan(40);
      Person kept = persons.get(2);
      HttpResponse<String> created =
          Call.send(
                  "POST",
                  "Patient",
                  kept.json().replace(kept.family(), kept.family() + "-kept"),
                  "If-None-Exist",
                  Call.query("family:exact", kept.family() + "-kept"))
              .to(port, "");
      assertThat(created.statusCode()).isEqualTo(201);
      stock.stop();
      Scan log = new Scan();
      log.text("log", stock.output(), values.ofFiles());
      assertThat(log.found()).isNotEmpty();
      return created
          .headers()
          .firstValue("Location")
          .orElseThrow()
          .replaceAll(".*/Patient/(\\d+)/_history/1", "$1");
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(people)) {
      return files.sorted().toList();
    }
  }

  private static void assertManyValuesAreFound(DebianPostgres database, ProtectedValues values)
      throws Exception {
    moveToLargeObjects(database);
    Scan dump = new Scan();
    dump.dump(database.dump(), values.ofDump());
    database.execute("CHECKPOINT");
    Scan files = new Scan();
    files.folder("database", database.folder(), values.ofFiles());
    System.out.printf("The scan finds %d values in a stock server's dump%n", dump.values().size());
    assertThat(dump.values()).hasSizeGreaterThan(2000);
    assertThat(dump.found().keySet())
        .contains(
            "dump public.hfj_res_ver",
            "dump public.hfj_res_search_url",
            "dump public.hfj_search",
            "dump public.hfj_spidx_date",
            "dump public.hfj_spidx_string",
            "dump public.hfj_spidx_token");
    assertThat(files.values()).hasSizeGreaterThan(1000);
    assertThat(files.found().keySet()).anyMatch(place -> place.contains("pg_wal"));
  }

  /** As older servers stored bodies: compressed, and not. */
  private static void moveToLargeObjects(DebianPostgres database) throws Exception {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid, res_text_vc FROM hfj_res_ver WHERE res_type = 'Patient'"
                    + " AND res_text_vc IS NOT NULL ORDER BY pid LIMIT 4");
        PreparedStatement move =
            connection.prepareStatement(
                "UPDATE hfj_res_ver SET res_text = lo_from_bytea(0, ?), res_text_vc = NULL,"
                    + " res_encoding = ? WHERE pid = ?")) {
      for (int i = 0; row.next(); i++) {
        byte[] json = row.getString(2).getBytes(StandardCharsets.UTF_8);
        move.setBytes(1, i % 2 == 0 ? compressed(json) : json);
        move.setString(2, i % 2 == 0 ? "JSONC" : "JSON");
        move.setLong(3, row.getLong(1));
        assertThat(move.executeUpdate()).isEqualTo(1);
      }
    }
  }

  private static byte[] compressed(byte[] json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(json);
    }
    return bytes.toByteArray();
  }

  private ServerProcess salus(DebianPostgres database) throws IOException {
    return ServerProcess.serve(
        data, "--config", database.settings(DebianPostgres.PASSWORD).toString());
  }

  private void sealUntilKilled(DebianPostgres database, Person person) throws Exception {
    try (ServerProcess server = salus(database)) {
      int port = server.awaitReady();
      LocalServer local = new LocalServer(port, data);
      String token = local.administratorToken().get().orElseThrow();
      JsonNode job = local.keys(Optional.empty()).path("job");
      while (job.path("looked").asLong() < 400) {
        HttpResponse<String> read = Call.get("Patient/" + person.id()).to(port, token);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        job = local.keys(Optional.empty()).path("job");
      }
      assertThat(job.path("state").asText()).isEqualTo("RUNNING");
      server.kill();
    }
    assertThat(texts(database, "SELECT settings FROM salus.sealing_state")).isEmpty();
  }

  private String awaitJob(int port) throws Exception {
    LocalServer local = new LocalServer(port, data);
    JsonNode job = local.keys(Optional.empty()).path("job");
    while (job.path("state").asText().equals("RUNNING")) {
      Thread.sleep(200);
      job = local.keys(Optional.empty()).path("job");
    }
    return job.path("state").asText() + " " + job.path("result").asText() + job.path("faults");
  }

  private String job(int port, String name) throws Exception {
    new LocalServer(port, data).keys(Optional.of(name));
    return awaitJob(port).replace("[]", "");
  }

  private void assertEverythingIsThere(int port, Person person, String numbered) throws Exception {
    String token = new LocalServer(port, data).administratorToken().get().orElseThrow();
    for (Call call :
        List.of(
            Call.get("Patient/" + person.id()),
            Call.get("Patient/" + person.id() + "/_history/1"),
            Call.get("Patient?" + Call.query("family", person.family())),
            Call.get("Patient?" + Call.query("identifier", person.identifier())),
            Call.get("Patient?" + Call.query("birthdate", person.born())),
            Call.get("Patient?" + Call.query("family:exact", person.family())))) {
      HttpResponse<String> response = call.to(port, token);
      assertThat(response.statusCode()).as(call.path() + response.body()).isEqualTo(200);
      assertThat(response.body()).as(call.path()).contains(person.family());
    }
    assertThat(Call.get("Patient/" + numbered).to(port, token).statusCode()).isEqualTo(200);
    assertThat(Call.get("Patient/" + numbered + "/_history").to(port, token).statusCode())
        .isEqualTo(200);
  }

  private static void assertNothingIsFound(
      DebianPostgres database, ProtectedValues values, Set<String> hashes) throws Exception {
    Scan dump = new Scan();
    byte[] bytes = database.dump();
    dump.dump(bytes, values.ofDump());
    dump.dump(bytes, new Needles(hashes, Set.of()));
    assertThat(dump.found()).isEmpty();

    database.execute("VACUUM (FULL, ANALYZE)");
    database.execute("VACUUM FULL pg_statistic"); // the commonest values of before
    database.execute("CHECKPOINT");
    Scan files = new Scan();
    files.folder("tables", database.folder().resolve("data/base"), values.ofFiles());
    assertThat(files.found()).isEmpty();
  }

  private static Set<String> texts(DebianPostgres database, String sql) throws SQLException {
    Set<String> texts = new TreeSet<>();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
