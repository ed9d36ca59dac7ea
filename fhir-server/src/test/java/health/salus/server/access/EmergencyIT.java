package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Breaking the glass: who may, what it opens, who learns of it. */
class EmergencyIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final Consents CONSENTS = new Consents(SERVER);
  private static final String REASON =
      """
      {"resourceType":"Parameters","parameter":[
        {"name":"reason","valueString":"unconscious in the emergency room"}]}""";

  private final String practitioner = SERVER.create("{\"resourceType\":\"Practitioner\"}");
  private final String clinician =
      TestUsers.person(SERVER, Role.CLINICIAN, "Practitioner/" + practitioner, "user/*.cruds");

  @Test
  void opensOneRecordToOnePersonAndTellsThePatientAndTheOfficer() {
    String patient = CONSENTS.patient(key(), "");
    CONSENTS.put(patient, "\"type\":\"deny\"");
    assertThat(status("Patient/" + patient, clinician)).isEqualTo(404);

    HttpResponse<String> answer = breakGlass(patient, REASON, clinician);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("until");
    assertThat(status("Patient/" + patient, clinician)).isEqualTo(200);
    String explained =
        SERVER
            .post(
                "Patient/" + patient + "/$explain-access",
                "{\"resourceType\":\"Parameters\"}",
                "Authorization",
                clinician)
            .body();
    assertThat(explained)
        .contains("\"name\":\"emergency\",\"valueCode\":\"BTG\"")
        .doesNotContain("\"name\":\"decision\",\"valueCode\":\"deny\"");
    String colleague = TestUsers.clinician(SERVER, "user/*.cruds");
    assertThat(status("Patient/" + patient, colleague)).isEqualTo(404);
    String own = TestUsers.patient(SERVER, patient, "patient/*.rs");
    assertThat(bundle("AuditEvent?patient=Patient/" + patient, own).toString())
        .contains("110127", "unconscious", practitioner);
    String officer = TestUsers.withRole(SERVER, Role.PRIVACY, "user/*.rs");
    assertThat(bundle("Task?status=requested&patient=Patient/" + patient, officer).toString())
        .contains("review-emergency-access", "unconscious");
  }

  @Test
  void aDenialThatNamesEmergenciesIsAbsolute() {
    String patient = CONSENTS.patient(key(), "");
    CONSENTS.put(patient, "\"type\":\"deny\"," + Consents.purpose("BTG"));

    assertThat(status("Patient/" + patient, clinician)).isEqualTo(200);
    CONSENTS.put(patient, "\"type\":\"deny\"");
    breakGlass(patient, REASON, clinician);

    assertThat(status("Patient/" + patient, clinician)).isEqualTo(404);
  }

  @Test
  void answersTheSameForAHiddenPatientAndForNone() {
    String patient = CONSENTS.patient(key(), "");
    CONSENTS.put(patient, "\"type\":\"deny\"");
    String none = UUID.randomUUID().toString();

    HttpResponse<String> hidden = breakGlass(patient, REASON, clinician);
    HttpResponse<String> missing = breakGlass(none, REASON, clinician);

    assertThat(missing.statusCode()).isEqualTo(hidden.statusCode());
    assertThat(withoutTime(missing)).isEqualTo(withoutTime(hidden));
    assertThat(status("Patient/" + none, clinician)).isEqualTo(404);
  }

  @Test
  void takesTheRoleAPersonAndAReason() {
    String patient = CONSENTS.patient(key(), "");
    String nurse =
        TestUsers.person(SERVER, Role.NURSE, "Practitioner/" + practitioner, "user/*.rs");
    String nobody = TestUsers.clinician(SERVER, "user/*.rs");

    assertThat(breakGlass(patient, REASON, nurse).statusCode()).isEqualTo(403);
    assertThat(breakGlass(patient, REASON, nobody).statusCode()).isEqualTo(403);
    HttpResponse<String> silent =
        breakGlass(patient, "{\"resourceType\":\"Parameters\"}", clinician);
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("REASON_MISSING", "where(name='reason')");
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static HttpResponse<String> breakGlass(String patient, String body, String token) {
    return SERVER.post("Patient/" + patient + "/$break-glass", body, "Authorization", token);
  }

  private static int status(String path, String token) {
    return SERVER.get(path, "Authorization", token).statusCode();
  }

  private static JsonNode bundle(String search, String token) {
    HttpResponse<String> answer = SERVER.get(search, "Authorization", token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private static String withoutTime(HttpResponse<String> answer) {
    return answer.body().replaceAll("\"valueInstant\":\"[^\"]*\"", "TIME");
  }
}
