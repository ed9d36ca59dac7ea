package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.Application;
import health.salus.server.MigratedDatabase;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import health.salus.server.config.ServerConfig;
import health.salus.storage.setting.StartFailure;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys are changed while the server answers, and a start without the right key is refused. The
 * system property {@code salus.test.rotation} says for how many seconds they are changed; without
 * it, each once or twice, or for two minutes with {@code salus.test.long}.
 *
 * <p>The first test knows the file of the only key-encryption key; the last one leaves damage.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeysIT {
  private static final int CLIENTS = 8;
  private static final long SECONDS =
      Long.getLong("salus.test.rotation", Boolean.getBoolean("salus.test.long") ? 120 : 0);

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    MigratedDatabase.copyTo(folder);
    server = start(folder, true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer start(Path folder, boolean sealing) {
    ServerConfig config = TestServer.config(folder);
    return TestServer.start(
        new Application(), config.withEncryption(config.encryption().with(sealing)), folder);
  }

  @Test
  @Order(2)
  void everyKeyIsRotatedWhileClientsReadAndWrite() throws Exception {
    List<String> patients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      patients.add(server.create(patient("Rotated" + i)));
    }
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String id = patients.get(i);
      String family = "Rotated" + i;
      answers.add(clients.submit(() -> use(id, family, done)));
    }

    String ring = keyOf(patients.get(0));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int versions = 1;
    do {
      assertThat(run("rotate-kek")).startsWith("DONE");
      for (String patient : patients.subList(0, 2)) {
        assertThat(run("rotate-patient?patient=" + patient))
            .startsWith("DONE")
            .endsWith("1 retired keys destroyed");
      }
      assertThat(run("rotate-kek")).startsWith("DONE");
      versions += 2;
    } while (System.nanoTime() < end && answers.stream().noneMatch(Future::isDone));
    done.set(true);
    clients.shutdown();

    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isPositive();
    }
    assertThat(keyOf(patients.get(0))).isNotEqualTo(ring);
    assertThat(
            count(
                "SELECT count(*) FROM salus.sealing_key WHERE wrapped IS NOT NULL AND wrapped_by <> "
                    + versions))
        .isZero();
    assertThat(
            count("SELECT count(*) FROM salus.sealing_key WHERE state IN ('RETIRING', 'RETIRED')"))
        .isZero();
    assertThat(run("verify")).isEqualTo("DONE 0 versions are not as they were sealed");
  }

  /** Writes and reads one patient; returns how often. Any other answer is an error. */
  private static int use(String id, String family, AtomicBoolean done) {
    int rounds = 0;
    for (; !done.get() || rounds == 0; rounds++) {
      String text =
          patient(family)
              .replaceFirst("\\{", "{\"id\":\"" + id + "\",\"language\":\"l" + rounds + "\",");
      HttpResponse<String> put = server.put("Patient/" + id, text);
      assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
      HttpResponse<String> read = server.get("Patient/" + id);
      assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
      assertThat(read.body()).contains(family, "\"l" + rounds + "\"");
      HttpResponse<String> page = server.get("Patient?_count=50");
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      assertThat(page.body()).contains(family).doesNotContain("data-absent-reason");
      HttpResponse<String> history = server.get("Patient/" + id + "/_history/1");
      assertThat(history.body()).contains(family);
    }
    return rounds;
  }

  @Test
  @Order(3)
  void anotherNodeSealsUnderTheNewKey(@TempDir Path otherFolder) throws Exception {
    String patient = server.create(patient("Shared"));
    String text = patient("Shared").replaceFirst("\\{", "{\"id\":\"" + patient + "\",");
    TestServer other = server.anotherNode(otherFolder);
    try {
      for (String language : List.of("aa", "bb", "cc")) {
        String before = text.replaceFirst("\\{", "{\"language\":\"" + language + "\",");
        assertThat(other.put("Patient/" + patient, before).statusCode()).isEqualTo(200);
        assertThat(run("rotate-patient?patient=" + patient)).endsWith("1 retired keys destroyed");
        assertThat(other.put("Patient/" + patient, text).statusCode()).isEqualTo(200);
        assertThat(server.get("Patient/" + patient).body()).contains("Shared");
      }
    } finally {
      other.close();
    }
    assertThat(run("verify")).isEqualTo("DONE 0 versions are not as they were sealed");
  }

  @Test
  @Order(4)
  void whatWasStoredInPlainIsSealedWhileTheServerRuns(@TempDir Path own) throws Exception {
    MigratedDatabase.copyTo(own);
    TestServer plain = start(own, false);
    String patient = plain.create(patient("Plain"));
    assertThat(
            plain
                .put(
                    "Patient/" + patient,
                    patient("Plain2").replaceFirst("\\{", "{\"id\":\"" + patient + "\","))
                .statusCode())
        .isEqualTo(200);
    assertThat(count(plain, "SELECT count(*) FROM hfj_res_ver WHERE res_text_vc LIKE '%Plain%'"))
        .isEqualTo(2);
    plain.close();

    TestServer sealed = start(own, true);
    try {
      assertThat(sealed.get("Patient/" + patient).body()).contains("Plain2");
      assertThat(told(sealed.awaitKeyJob())).startsWith("DONE").contains("index");
      for (int i = 0;
          i < 600 && !sealed.get("Patient?family=plain").body().contains("Plain2");
          i++) {
        Thread.sleep(100);
      }

      assertThat(sealed.get("Patient?family=plain").body()).contains("Plain2");
      assertThat(
              count(
                  sealed,
                  "SELECT count(*) FROM hfj_spidx_string WHERE sp_value_exact LIKE 'Plain%'"))
          .isZero();
      assertThat(count(sealed, "SELECT count(*) FROM hfj_res_ver WHERE res_text_vc LIKE '%Plain%'"))
          .isZero();
      assertThat(
              count(
                  sealed,
                  "SELECT count(*) FROM hfj_resource r JOIN salus.access_facts f ON f.res_id = r.res_id WHERE f.type = 'Patient' AND length(r.hash_sha256) = 64"))
          .isZero();
      assertThat(sealed.get("Patient/" + patient).body()).contains("Plain2");
      assertThat(sealed.get("Patient/" + patient + "/_history/1").body()).contains("Plain");
      assertThat(told(sealed.runKeyJob("verify")))
          .isEqualTo("DONE 0 versions are not as they were sealed");
    } finally {
      sealed.close();
    }
  }

  @Test
  @Order(5)
  void onlyAdministratorsManageKeys() {
    HttpResponse<String> refused =
        server.get("/keys", "Authorization", TestUsers.clinician(server, "user/*.cruds"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("KEYS_FORBIDDEN");
  }

  @Test
  @Order(1)
  void startIsRefusedWithoutTheKeyAndWithAnother() throws Exception {
    String patient = server.create(patient("Started"));
    server.close();
    Path key = folder.resolve("keys/kek-1");
    Path copy = folder.resolve("copy");

    Files.move(key, copy);
    assertThatThrownBy(() -> start(folder, true))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("no key-encryption key")
        .hasMessageContaining("backup");
    Files.writeString(key, "00".repeat(32));
    Files.setPosixFilePermissions(key, Files.getPosixFilePermissions(copy));
    assertThatThrownBy(() -> start(folder, true))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("not the one with which this database was written");
    Files.move(copy, key, StandardCopyOption.REPLACE_EXISTING);

    server = start(folder, true);
    assertThat(server.get("Patient/" + patient).body()).contains("Started");
  }

  /** Destroyed, wrapped by a version that is not there, and changed by one bit. */
  @Test
  @Order(6)
  void onePatientsLostKeyIsThatPatientsLoss() throws Exception {
    String lost = server.create(patient("Lost"));
    String unknown = server.create(patient("Unknown"));
    String flipped = server.create(patient("Flipped"));
    String kept = server.create(patient("Kept"));
    String change = "UPDATE salus.sealing_key SET %s WHERE patient = '%s'";
    execute(change.formatted("state = 'DESTROYED', wrapped = NULL", lost));
    execute(change.formatted("wrapped_by = 99", unknown));
    execute(
        change.formatted("wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)", flipped));
    server.close();
    server = start(folder, true);

    assertThat(server.get("Patient/" + lost).statusCode()).isEqualTo(410);
    assertThat(server.get("Patient/" + lost).body()).contains("RESOURCE_FORGOTTEN");
    for (String damaged : List.of(unknown, flipped)) {
      assertThat(server.get("Patient/" + damaged).statusCode()).isEqualTo(500);
      assertThat(server.get("Patient/" + damaged).body()).contains("RESOURCE_DAMAGED");
    }
    assertThat(server.get("Patient/" + kept).body()).contains("Kept");
    HttpResponse<String> page = server.get("Patient?_count=50");
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.body())
        .contains("Kept", "data-absent-reason")
        .doesNotContain("Lost", "Unknown", "Flipped");
    assertThat(server.get("Patient?family=Unknown&_total=accurate").statusCode()).isEqualTo(200);
    assertThat(run("verify")).isEqualTo("DONE 3 versions are not as they were sealed");
  }

  private static String patient(String family) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family);
  }

  /** Starts a job and waits for it; its state and what it says. */
  private static String run(String job) throws Exception {
    return told(server.runKeyJob(job));
  }

  private static String told(JsonNode job) {
    return job.path("state").asText() + " " + job.path("result").asText();
  }

  private static String keyOf(String patient) throws SQLException {
    return text(
        server,
        "SELECT encode(key_id, 'hex') FROM salus.sealing_key WHERE state = 'ACTIVE' AND patient = '"
            + patient
            + "'");
  }

  private static long count(String sql) throws SQLException {
    return count(server, sql);
  }

  private static long count(TestServer server, String sql) throws SQLException {
    return Long.parseLong(text(server, sql));
  }

  private static String text(TestServer server, String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
