package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patient who is forgotten stays so. */
class ForgetIT {
  private static final String NOTHING = "{\"resourceType\":\"Parameters\"}";

  @TempDir private Path folder;
  private TestServer server;
  private String patient;
  private String other;
  private String observation;

  @BeforeEach
  void start() {
    server = TestServer.separate(folder);
    patient = server.create(patient("Forgotten", "mrn-forgotten"));
    other = server.create(patient("Remembered", "mrn-remembered"));
    observation = server.create(observation(patient));
    server.create(observation(other));
    assertThat(
            server
                .put(
                    "Patient/" + patient,
                    patient("Forgotten2", "mrn-forgotten")
                        .replaceFirst("\\{", "{\"id\":\"" + patient + "\","))
                .statusCode())
        .isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void forgottenPatientIsGoneEverywhereAndOthersAreNot() throws Exception {
    String group =
        server.create(
            """
            {"resourceType":"Group","type":"person","actual":true,"member":[
              {"entity":{"reference":"Patient/%s"}},{"entity":{"reference":"Patient/%s"}}]}"""
                .formatted(patient, other));

    HttpResponse<String> answer = server.post("Patient/" + patient + "/$forget", NOTHING);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode parameters = TestServer.json(answer).path("parameter");
    assertThat(parameters.toString())
        .contains("{\"name\":\"keysDestroyed\",\"valueInteger\":1}")
        .contains("{\"name\":\"resourcesForgotten\",\"valueInteger\":2}")
        .contains("Group/" + group);
    assertGone();
    assertThat(server.get("Patient/" + other).body()).contains("Remembered");
    assertThat(server.get("Patient?identifier=mrn-remembered").body()).contains("Remembered");
    assertThat(server.get("AuditEvent").body()).contains("Patient/" + patient, "destroy");
    assertThat(
            text(
                "SELECT count(*) FROM hfj_res_ver v JOIN salus.access_facts f ON f.res_id = v.res_id WHERE f.patients = ARRAY['%s'] AND f.type NOT IN ('AuditEvent') AND v.res_text_vc IS NOT NULL"
                    .formatted(patient)))
        .isEqualTo("0");
    assertThat(server.post("Patient/" + patient + "/$forget", NOTHING).statusCode()).isEqualTo(404);
  }

  /** A denial is deleted with the rest, and yet nobody sees that there was somebody. */
  @Test
  void whomThePatientDeniedSeesNoMoreThanBefore() {
    server.create(
        """
        {"resourceType":"Consent","status":"active","dateTime":"2026-01-01",
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/%s"},"policy":[{"uri":"urn:policy"}],"provision":{"type":"deny"}}"""
            .formatted(patient));
    server.create(
        """
        {"resourceType":"Group","type":"person","actual":true,"member":[
          {"entity":{"reference":"Patient/%s"}},{"entity":{"reference":"Patient/%s"}}]}"""
            .formatted(patient, other));
    assertHidden();

    assertThat(server.post("Patient/" + patient + "/$forget", NOTHING).statusCode()).isEqualTo(200);

    assertHidden();
    server.close();
    server = TestServer.separate(folder);
    assertHidden();
    assertThat(server.get("AuditEvent").body()).contains("Patient/" + patient);
  }

  private void assertHidden() {
    String clinician = TestUsers.clinician(server, "user/*.cruds");
    for (String path :
        List.of(
            "Patient/" + patient,
            "Patient/" + patient + "/_history/1",
            "Observation/" + observation)) {
      assertThat(server.get(path, "Authorization", clinician).statusCode()).as(path).isEqualTo(404);
    }
    for (String search : List.of("Patient", "Observation", "AuditEvent", "Group")) {
      assertThat(server.get(search + "?_count=100", "Authorization", clinician).body())
          .doesNotContain(patient);
    }
    assertThat(server.get("Patient/" + other, "Authorization", clinician).statusCode())
        .isEqualTo(200);
  }

  @Test
  void onlyWhoMayDoEverythingForgets() {
    HttpResponse<String> answer =
        server.post(
            "Patient/" + patient + "/$forget",
            NOTHING,
            "Authorization",
            TestUsers.clinician(server, "user/*.cruds"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(server.get("Patient/" + patient).statusCode()).isEqualTo(200);
  }

  @Test
  void backupFromBeforeDoesNotBringThePatientBack() throws Exception {
    server.close();
    Path backup = folder.resolve("backup");
    copy(folder.resolve("postgresql"), backup);
    server = TestServer.separate(folder);
    assertThat(server.post("Patient/" + patient + "/$forget", NOTHING).statusCode()).isEqualTo(200);
    server.close();

    TestServer.delete(folder.resolve("postgresql"));
    copy(backup, folder.resolve("postgresql"));
    server = TestServer.separate(folder);

    assertGone();
    assertThat(server.get("Patient/" + other).body()).contains("Remembered");
    assertThat(
            text(
                "SELECT string_agg(state, ',') FROM salus.sealing_key WHERE patient = '"
                    + patient
                    + "'"))
        .isEqualTo("DESTROYED");
  }

  private void assertGone() {
    for (String path :
        List.of(
            "Patient/" + patient,
            "Patient/" + patient + "/_history/1",
            "Patient/" + patient + "/_history/2",
            "Observation/" + observation,
            "Observation/" + observation + "/_history/1")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(410);
    }
    for (String search :
        List.of(
            "Patient?family=Forgotten",
            "Patient?identifier=mrn-forgotten",
            "Patient?_id=" + patient,
            "Observation?subject=Patient/" + patient,
            "Observation?subject:Patient.identifier=mrn-forgotten",
            "Patient?_has:Observation:subject:code=thing&_id=" + patient)) {
      HttpResponse<String> page = server.get(search + "&_total=accurate");
      assertThat(TestServer.json(page).path("total").asInt(-1)).as(search + page.body()).isZero();
    }
    assertThat(server.get("Patient?_count=100").body()).doesNotContain("Forgotten");
    assertThat(server.get("Patient/" + patient + "/_history").body()).doesNotContain("Forgotten");
  }

  private static String patient(String family, String identifier) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}],\"identifier\":[{\"value\":\"%s\"}]}"
        .formatted(family, identifier);
  }

  private static String observation(String patient) {
    return """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"thing"}],"text":"Forgotten"},
         "subject":{"reference":"Patient/%s"}}"""
        .formatted(patient);
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
