package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Why somebody may see a resource, or may not. */
class ExplainAccessIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final Consents CONSENTS = new Consents(SERVER);

  private final String practitioner = SERVER.create("{\"resourceType\":\"Practitioner\"}");
  private final String officer = TestUsers.withRole(SERVER, Role.PRIVACY, "user/*.rs");
  private final String clinician =
      TestUsers.person(SERVER, Role.CLINICIAN, "Practitioner/" + practitioner, "user/*.cruds");

  @Test
  void officerLearnsWhichRuleDecidedAndWhatWouldChangeIt() {
    String patient = CONSENTS.patient(key(), "");
    String consent =
        CONSENTS.put(
            patient, "\"type\":\"deny\"," + Consents.actor("Practitioner/" + practitioner));

    HttpResponse<String> answer =
        explain("Patient/" + patient, about("Practitioner/" + practitioner, "clinician"), officer);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"name\":\"decision\",\"valueCode\":\"deny\"")
        .contains("Consent/" + consent, "Consent.provision", "wouldChange");
    assertThat(
            explain("Patient/" + patient, about("Practitioner/other", "clinician"), officer).body())
        .contains("\"name\":\"decision\",\"valueCode\":\"permit\"");
  }

  @Test
  void hiddenResourceIsExplainedAsAnAbsentOne() {
    String patient = CONSENTS.patient(key(), "");
    CONSENTS.put(patient, "\"type\":\"deny\"");
    String own = "{\"resourceType\":\"Parameters\"}";

    HttpResponse<String> hidden = explain("Patient/" + patient, own, clinician);
    HttpResponse<String> missing = explain("Patient/" + UUID.randomUUID(), own, clinician);

    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(plain(hidden)).isEqualTo(plain(missing));
    assertThat(
            explain("Patient/" + patient, about("Practitioner/x", "nurse"), clinician).statusCode())
        .isIn(403, 404);
  }

  @Test
  void callerLearnsOnlyOfConsentsThatItMayRead() {
    String patient = CONSENTS.patient(key(), "");
    String hidden =
        SERVER.create(
            Consents.consent(patient, "\"type\":\"permit\"," + Consents.purpose("TREAT"))
                .replace(
                    "\"status\"",
                    "\"meta\":{\"security\":[{\"system\":\"%s\",\"code\":\"PSY\"}]},\"status\""
                        .formatted(Consents.ACT_CODE)));
    CONSENTS.put(
        patient,
        "\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"securityLabel\":[{\"system\":\"%s\",\"code\":\"PSY\"}]}]"
            .formatted(Consents.ACT_CODE));

    String body =
        explain("Patient/" + patient, "{\"resourceType\":\"Parameters\"}", clinician).body();

    assertThat(body).contains("permit").doesNotContain(hidden).doesNotContain("wouldChange");
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static String about(String person, String role) {
    return """
        {"resourceType":"Parameters","parameter":[
          {"name":"caller","valueReference":{"reference":"%s"}},
          {"name":"role","valueCode":"%s"}]}"""
        .formatted(person, role);
  }

  private static HttpResponse<String> explain(String address, String body, String token) {
    return SERVER.post(address + "/$explain-access", body, "Authorization", token);
  }

  private static String plain(HttpResponse<String> answer) {
    return answer.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
  }
}
