package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged is written down and counted, and so is what is done with the keys. */
class LossAuditIT {
  private static final String LOSSES = "https://salus.health/fhir/CodeSystem/loss";
  private static final String JOBS = "https://salus.health/fhir/CodeSystem/key-job";

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.separate(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Metrics are read from the database every thirty seconds, and at the first request. */
  private static void restart() {
    stop();
    start();
  }

  @Test
  void eachKindOfDamageIsNamedOnceAndNoSearchFails() throws Exception {
    String flipped = patient();
    String moved = patient();
    String keyGone = patient();
    String keyDamaged = patient();
    String keyOfUnknownVersion = patient();
    patient();
    sql(
        "UPDATE hfj_res_ver SET res_text_vc = overlay(res_text_vc placing"
            + " CASE WHEN substr(res_text_vc, length(res_text_vc) - 9, 1) = 'A' THEN 'B' ELSE 'A' END"
            + " from length(res_text_vc) - 9 for 1)"
            + " WHERE res_id = (SELECT res_id FROM hfj_resource WHERE fhir_id = ?)",
        flipped);
    sql(
        "UPDATE hfj_res_ver SET res_text_vc = replace(res_text_vc, ?, 'other')"
            + " WHERE res_id = (SELECT res_id FROM hfj_resource WHERE fhir_id = ?)",
        moved,
        moved);
    sql("DELETE FROM salus.sealing_key WHERE patient = ?", keyGone);
    sql(
        "UPDATE salus.sealing_key SET wrapped = overlay(wrapped placing '\\x00ff'::bytea from 20)"
            + " WHERE patient = ?",
        keyDamaged);
    sql("UPDATE salus.sealing_key SET wrapped_by = 7 WHERE patient = ?", keyOfUnknownVersion);
    server.forgetKeys();

    for (int i = 0; i < 3; i++) {
      HttpResponse<String> page = server.get("Patient?_count=50");
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      assertThat(page.body()).contains("Kept", flipped, moved, keyGone);
    }
    for (String damaged : List.of(flipped, moved, keyDamaged, keyOfUnknownVersion)) {
      HttpResponse<String> read = server.get("Patient/" + damaged);
      assertThat(read.statusCode()).as(read.body()).isEqualTo(500);
      assertThat(read.body()).contains("RESOURCE_DAMAGED");
    }

    assertAlerted("DAMAGED", flipped);
    assertAlerted("MISPLACED", moved);
    assertAlerted("KEY_GONE", keyGone);
    assertAlerted("KEY_UNUSABLE", keyDamaged);
    assertAlerted("KEY_UNUSABLE", keyOfUnknownVersion);
    String metrics = server.get("/metrics").body();
    assertThat(metric(metrics, "salus_bodies_lost_total", "loss=\"damaged\"")).isPositive();
    assertThat(metric(metrics, "salus_bodies_lost_total", "loss=\"key_unusable\"")).isPositive();
    assertThat(metric(metrics, "salus_bodies_lost_total", "loss=\"rolled_back\"")).isZero();
    for (String patient : List.of(keyDamaged, keyOfUnknownVersion)) { // or no key could be rotated
      sql("DELETE FROM salus.sealing_key WHERE patient = ?", patient);
    }
  }

  @Test
  void whoWasForgottenIsNoAlert() throws Exception {
    String forgotten = patient();
    String lost = patient();
    sql(
        "UPDATE salus.sealing_key SET state = 'DESTROYED', wrapped = NULL WHERE patient = ?",
        forgotten);
    sql("DELETE FROM salus.sealing_key WHERE patient = ?", lost);
    server.forgetKeys();

    assertThat(server.get("Patient/" + forgotten).statusCode()).isEqualTo(410);
    server.get("Patient/" + lost);

    assertAlerted("KEY_GONE", lost); // written after the other would have been
    assertThat(alerts("KEY_GONE").toString()).doesNotContain(forgotten);
  }

  @Test
  void verifyAlertsOfEachFaultAndJobsAreWrittenDownWithWhoStartedThem() throws Exception {
    String patient = patient();
    HttpResponse<String> put =
        server.put(
            "Patient/" + patient,
            "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(patient));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    sql(
        "UPDATE hfj_res_ver v SET res_text_vc = o.res_text_vc FROM hfj_res_ver o"
            + " WHERE o.res_id = v.res_id AND o.res_ver = 1 AND v.res_ver = 2"
            + " AND v.res_id = (SELECT res_id FROM hfj_resource WHERE fhir_id = ?)",
        patient);

    assertThat(run("verify")).contains("DONE");
    assertThat(run("rotate-kek")).contains("DONE");

    JsonNode alert = assertAlerted("MISPLACED", patient);
    assertThat(alert.at("/entity/0/detail/0/valueString").asText()).isEqualTo("2");
    JsonNode jobs = await(JOBS + "%7Crotate-kek", 2);
    List<String> said = new ArrayList<>();
    for (JsonNode entry : jobs) {
      said.add(entry.at("/resource/outcomeDesc").asText());
      assertThat(entry.at("/resource/agent/0/who/display").asText()).startsWith("salus-cli|admin|");
    }
    assertThat(said).anyMatch("STARTED"::equals).anyMatch(text -> text.startsWith("DONE "));
  }

  @Test
  void agesAndStatesOfKeysAreMetrics() throws Exception {
    String patient = patient();
    sql(
        "UPDATE salus.sealing_key SET created_at = now() - interval '2 hours' WHERE patient = ?",
        patient);
    sql(
        "UPDATE salus.key_encryption_key k SET created_at = now() - interval '3 days'"
            + " WHERE version = (SELECT wrapped_by FROM salus.sealing_key WHERE patient = ?)",
        patient);
    restart();

    String metrics = server.get("/metrics", "Authorization", TestServer.NO_TOKEN).body();

    String version = "version=\"" + version(patient) + "\"";
    double keys = metric(metrics, "salus_keys", "purpose=\"PATIENT\"", "state=\"ACTIVE\"", version);
    assertThat(keys).isPositive();
    assertThat(metric(metrics, "salus_key_age_seconds", "purpose=\"PATIENT\"", "state=\"ACTIVE\""))
        .isBetween(7200.0, 7900.0);
    assertThat(metric(metrics, "salus_key_encryption_key_age_seconds", version))
        .isGreaterThanOrEqualTo(3 * 86_400.0);
    assertThat(metric(metrics, "salus_key_job", "state=\"running\"")).isBetween(0.0, 1.0);
    assertThat(metric(metrics, "salus_key_job", "state=\"failed\"")).isZero();
    assertThat(metrics).doesNotContain(patient);

    patient();
    String again = server.get("/metrics").body();
    assertThat(metric(again, "salus_keys", "purpose=\"PATIENT\"", "state=\"ACTIVE\"", version))
        .as("not asked again so soon")
        .isEqualTo(keys);
    JsonNode status = server.keys();
    assertThat(status.path("keyEncryptionKeys"))
        .anyMatch(each -> each.path("ageSeconds").asLong() > 86_400);
    assertThat(status.at("/keys/0/ageSeconds").isNumber()).isTrue();
  }

  /** The value of the one line with this name and these labels. */
  private static double metric(String metrics, String name, String... labels) {
    for (String line : metrics.lines().toList()) {
      Matcher matcher = Pattern.compile(name + "\\{([^}]*)\\} (\\S+)").matcher(line);
      if (matcher.matches() && List.of(labels).stream().allMatch(matcher.group(1)::contains)) {
        return Double.parseDouble(matcher.group(2));
      }
    }
    throw new AssertionError("no " + name + List.of(labels) + " in " + metrics);
  }

  /** That there is one alert of this kind about this patient; the alert. */
  private JsonNode assertAlerted(String loss, String patient) throws Exception {
    List<JsonNode> found = List.of();
    for (int i = 0; i < 200 && found.isEmpty(); i++) {
      Thread.sleep(100);
      found =
          alerts(loss).stream()
              .filter(
                  alert ->
                      alert.at("/entity/0/what/reference").asText().equals("Patient/" + patient))
              .toList();
    }
    assertThat(found).as(loss).hasSize(1);
    JsonNode alert = found.get(0);
    assertThat(alert.at("/type/code").asText()).isEqualTo("110113");
    assertThat(alert.path("outcome").asText()).isEqualTo("8");
    assertThat(alert.at("/agent/0/who/display").asText()).isEqualTo("Salus");
    return alert;
  }

  private List<JsonNode> alerts(String loss) {
    List<JsonNode> alerts = new ArrayList<>();
    TestServer.json(server.get("AuditEvent?_count=100&subtype=" + LOSSES + "%7C" + loss))
        .path("entry")
        .forEach(entry -> alerts.add(entry.path("resource")));
    return alerts;
  }

  private JsonNode await(String subtype, int entries) throws Exception {
    JsonNode found = null;
    for (int i = 0; i < 200 && (found == null || found.size() < entries); i++) {
      Thread.sleep(100);
      found = TestServer.json(server.get("AuditEvent?subtype=" + subtype)).path("entry");
    }
    assertThat(found).hasSize(entries);
    return found;
  }

  private String run(String job) throws Exception {
    return server.runKeyJob(job).toString();
  }

  private String patient() {
    return server.create("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Kept\"}]}");
  }

  private static int version(String patient) throws SQLException {
    try (Connection connection = server.database().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT wrapped_by FROM salus.sealing_key WHERE patient = ?")) {
      select.setString(1, patient);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void sql(String sql, String... values) throws SQLException {
    try (Connection connection = server.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
