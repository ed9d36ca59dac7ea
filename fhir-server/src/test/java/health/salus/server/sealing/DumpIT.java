package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.Application;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** A thief of the database or of the disk reads no name, number, address, birth date or note. */
class DumpIT {
  private static final Path SAMPLE = TestServer.home().resolve("examples/synthea/sample");
  @TempDir private Path folder;

  @Test
  void nothingThatNamesAPersonIsInTheDumpOrOnTheDisk() throws Exception {
    ProtectedValues values = new ProtectedValues(SAMPLE);
    Map<String, Set<String>> found = use(true, values);

    assertThat(values.texts).hasSizeGreaterThan(200);
    assertThat(found).isEmpty();
  }

  /** So the scan can find what is there. */
  @Test
  void withoutSealingTheSameScanFindsThem() throws Exception {
    ProtectedValues values = new ProtectedValues(SAMPLE);
    Map<String, Set<String>> found = use(false, values);

    Set<String> distinct = new TreeSet<>();
    found.values().forEach(distinct::addAll);
    assertThat(distinct.size()).isGreaterThan((values.texts.size() + values.hashes.size()) / 2);
    assertThat(found.keySet()).anyMatch(place -> place.contains("pg_wal"));
    assertThat(found.keySet())
        .contains("table public.hfj_res_ver", "table public.hfj_spidx_string");
  }

  /** Which values are found where. */
  private Map<String, Set<String>> use(boolean sealing, ProtectedValues values) throws Exception {
    ServerConfig config = TestServer.config(folder);
    TestServer server =
        TestServer.start(
            new Application(), config.withEncryption(config.encryption().with(sealing)), folder);
    Map<String, Set<String>> found = new TreeMap<>();
    try {
      server.loadSample();
      work(server, values);
      Set<String> all = new TreeSet<>(values.texts);
      all.addAll(values.hashes);
      tables(server, new Needles(all), found);
    } finally {
      server.close();
    }
    files(new Needles(values.texts), found);
    return found;
  }

  /** Searches of many kinds, changes, a deletion and a prediction. */
  private static void work(TestServer server, ProtectedValues values) {
    String id = "159ccf5f-40ac-5405-de4f-b48cdfdb9f2b";
    String patient = server.get("Patient/" + id).body();
    String family = patient.replaceAll("(?s).*?\"family\":\"([^\"]+)\".*", "$1");
    String born = patient.replaceAll("(?s).*?\"birthDate\":\"([^\"]+)\".*", "$1");
    assertThat(values.texts).contains(family);
    for (String search :
        List.of(
            "Patient?family=" + family,
            "Patient?family:exact=" + family,
            "Patient?birthdate=" + born,
            "Patient?name=" + family + "&birthdate=ge1900",
            "Observation?subject:Patient.family=" + family,
            "Patient?_has:Observation:subject:status=final&family=" + family,
            "Patient?_filter=family+sw+%22" + family + "%22",
            "Patient/" + id + "/$everything?_count=5")) {
      assertThat(server.get(search).statusCode()).as(search).isEqualTo(200);
    }
    String changed = patient.replaceFirst("\\{", "{\"language\":\"en\",");
    assertThat(server.put("Patient?family=" + family + "&birthdate=" + born, changed).statusCode())
        .isEqualTo(200);
    assertThat(server.put("Patient/" + id, patient).statusCode()).isEqualTo(200);
    assertThat(
            server
                .post(
                    "Patient",
                    "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}"
                        .formatted(family),
                    "If-None-Exist",
                    "family=" + family)
                .statusCode())
        .isEqualTo(200);
    server.get("Patient?family:contains=" + family);
    server.post("Patient/" + id + "/$predict", "{\"resourceType\":\"Parameters\"}");
    String gone =
        server.create(
            "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family));
    assertThat(server.delete("Patient/" + gone).statusCode()).isIn(200, 204);
  }

  /** As a dump has them. */
  private static void tables(TestServer server, Needles needles, Map<String, Set<String>> found)
      throws SQLException, IOException {
    try (Connection connection = server.database().getConnection()) {
      for (String table : names(connection)) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY " + table + " TO STDOUT", copy);
        keep("table " + table, needles.in(copy.toByteArray()), found);
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("CHECKPOINT");
      }
    }
  }

  private static List<String> names(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                    + " WHERE schemaname IN ('public', 'salus')")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /** Everything that the server keeps, but for programs. */
  private void files(Needles needles, Map<String, Set<String>> found) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(folder.resolve("postgresql-binaries"))) {
          keep(folder.relativize(file).toString(), needles.in(Files.readAllBytes(file)), found);
        }
      }
    }
  }

  private static void keep(String place, Set<String> values, Map<String, Set<String>> found) {
    if (!values.isEmpty()) {
      found.put(place, values);
    }
  }
}
