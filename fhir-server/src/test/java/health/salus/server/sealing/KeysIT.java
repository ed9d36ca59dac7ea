package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.Application;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys are changed while the server answers, and a start without the right key is refused. The
 * system property {@code salus.test.rotation} says for how many seconds they are changed; without
 * it, each once or twice.
 */
class KeysIT {
  private static final int CLIENTS = 8;

  @TempDir private Path folder;
  @TempDir private Path otherFolder;
  private TestServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(boolean sealing) {
    ServerConfig config = TestServer.config(folder);
    server =
        TestServer.start(
            new Application(), config.withEncryption(config.encryption().with(sealing)), folder);
  }

  @Test
  void everyKeyIsRotatedWhileClientsReadAndWrite() throws Exception {
    start(true);
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
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("salus.test.rotation", 0));
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
  private int use(String id, String family, AtomicBoolean done) {
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
  void anotherNodeSealsUnderTheNewKey() throws Exception {
    start(true);
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
  void whatWasStoredInPlainIsSealedWhileTheServerRuns() throws Exception {
    start(false);
    String patient = server.create(patient("Plain"));
    assertThat(
            server
                .put(
                    "Patient/" + patient,
                    patient("Plain2").replaceFirst("\\{", "{\"id\":\"" + patient + "\","))
                .statusCode())
        .isEqualTo(200);
    assertThat(count("SELECT count(*) FROM hfj_res_ver WHERE res_text_vc LIKE '%Plain%'"))
        .isEqualTo(2);
    server.close();

    start(true);
    assertThat(server.get("Patient/" + patient).body()).contains("Plain2");
    assertThat(awaitJob()).startsWith("DONE").contains("index");
    for (int i = 0; i < 600 && !server.get("Patient?family=plain").body().contains("Plain2"); i++) {
      Thread.sleep(100);
    }

    assertThat(server.get("Patient?family=plain").body()).contains("Plain2");
    assertThat(count("SELECT count(*) FROM hfj_spidx_string WHERE sp_value_exact LIKE 'Plain%'"))
        .isZero();
    assertThat(count("SELECT count(*) FROM hfj_res_ver WHERE res_text_vc LIKE '%Plain%'")).isZero();
    assertThat(
            count(
                "SELECT count(*) FROM hfj_resource r JOIN salus.access_facts f ON f.res_id = r.res_id WHERE f.type = 'Patient' AND length(r.hash_sha256) = 64"))
        .isZero();
    assertThat(server.get("Patient/" + patient).body()).contains("Plain2");
    assertThat(server.get("Patient/" + patient + "/_history/1").body()).contains("Plain");
    assertThat(run("verify")).isEqualTo("DONE 0 versions are not as they were sealed");
  }

  @Test
  void onlyAdministratorsManageKeys() {
    start(true);

    HttpResponse<String> refused =
        server.get("/keys", "Authorization", TestUsers.clinician(server, "user/*.cruds"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("KEYS_FORBIDDEN");
  }

  @Test
  void startIsRefusedWithoutTheKeyAndWithAnother() throws Exception {
    start(true);
    String patient = server.create(patient("Kept"));
    server.close();
    Path key = folder.resolve("keys/kek-1");
    Path copy = folder.resolve("copy");

    Files.move(key, copy);
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("no key-encryption key")
        .hasMessageContaining("backup");
    Files.writeString(key, "00".repeat(32));
    Files.setPosixFilePermissions(key, Files.getPosixFilePermissions(copy));
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("not the one with which this database was written");
    Files.move(copy, key, StandardCopyOption.REPLACE_EXISTING);

    start(true);
    assertThat(server.get("Patient/" + patient).body()).contains("Kept");
  }

  /** Destroyed, wrapped by a version that is not there, and changed by one bit. */
  @Test
  void onePatientsLostKeyIsThatPatientsLoss() throws Exception {
    start(true);
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
    start(true);

    assertThat(server.get("Patient/" + lost).statusCode()).isEqualTo(410);
    assertThat(server.get("Patient/" + lost).body()).contains("RESOURCE_FORGOTTEN");
    for (String damaged : List.of(unknown, flipped)) {
      assertThat(server.get("Patient/" + damaged).statusCode()).isEqualTo(500);
      assertThat(server.get("Patient/" + damaged).body()).contains("RESOURCE_DAMAGED");
    }
    assertThat(server.get("Patient/" + kept).body()).contains("Kept");
    HttpResponse<String> page = server.get("Patient");
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
  private String run(String job) throws Exception {
    return told(server.runKeyJob(job));
  }

  private String awaitJob() throws Exception {
    return told(server.awaitKeyJob());
  }

  private static String told(JsonNode job) {
    return job.path("state").asText() + " " + job.path("result").asText();
  }

  private String keyOf(String patient) throws SQLException {
    return text(
        "SELECT encode(key_id, 'hex') FROM salus.sealing_key WHERE state = 'ACTIVE' AND patient = '"
            + patient
            + "'");
  }

  private long count(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
