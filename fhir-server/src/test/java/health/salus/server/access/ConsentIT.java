package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A patient's consent decides on every way to the data, from the next request on. */
class ConsentIT {
  private static final TestServer SERVER = TestServer.shared();

  private final String clinician = TestUsers.clinician(SERVER, "user/*.cruds");

  @Test
  void whatAPatientDeniesIsAsIfItWereNotThere() {
    String key = UUID.randomUUID().toString();
    String patient = patient(key);
    String observation = observation(patient, key);

    assertThat(get("Patient/" + patient).statusCode()).isEqualTo(200);
    assertThat(total("Observation?subject:Patient.identifier=" + key)).isEqualTo(1);

    String consent = consent(patient, "deny", "");
    HttpResponse<String> hidden = get("Patient/" + patient);
    HttpResponse<String> missing = get("Patient/" + UUID.randomUUID());

    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(plain(hidden)).isEqualTo(plain(missing));
    assertThat(get("Observation/" + observation).statusCode()).isEqualTo(404);
    assertThat(get("Observation/" + observation + "/_history").statusCode()).isEqualTo(404);
    assertThat(total("Patient?identifier=" + key)).isZero();
    assertThat(total("Observation?code=" + key)).isZero();
    assertThat(total("Observation?subject:Patient.identifier=" + key)).isZero();
    assertThat(total("Patient?_has:Observation:subject:code=" + key)).isZero();

    SERVER.delete("Consent/" + consent);
    assertThat(get("Patient/" + patient).statusCode()).isEqualTo(200);
    assertThat(total("Patient?_has:Observation:subject:code=" + key)).isEqualTo(1);
  }

  @Test
  void aLabelIsDeniedAndTheRestIsSeen() {
    String key = UUID.randomUUID().toString();
    String patient = patient(key);
    observation(patient, key);
    SERVER.create(
        """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"%s"}]},
         "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(key, patient));
    assertThat(total("Observation?code=" + key)).isEqualTo(2);

    consent(
        patient,
        "permit",
        """
        ,"provision":[{"type":"deny","securityLabel":[
          {"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]}]""");

    assertThat(total("Observation?code=" + key)).isEqualTo(1);
    assertThat(entries("Observation?code=" + key)).isEqualTo(1);
    assertThat(get("Patient/" + patient).statusCode()).isEqualTo(200);
  }

  @Test
  void limitedCallerWritesBundlesWhoseEntriesReferToEachOther() {
    consent(patient(UUID.randomUUID().toString()), "deny", ""); // so that there are limits
    String key = UUID.randomUUID().toString();
    String patient = patient(key);
    String existing = observation(patient, key);
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{"resourceType":"Encounter",
             "status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/%1$s"}},
           "request":{"method":"POST","url":"Encounter"}},
          {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"%2$s"}]},
             "subject":{"reference":"Patient?identifier=%2$s"},
             "encounter":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"}},
           "request":{"method":"POST","url":"Observation"}},
          {"resource":{"resourceType":"Observation","id":"%3$s","status":"amended","code":{"coding":[{"code":"%2$s"}]},
             "subject":{"reference":"Patient/%1$s"},
             "encounter":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"}},
           "request":{"method":"PUT","url":"Observation/%3$s"}},
          {"request":{"method":"GET","url":"Observation?code=%2$s"}}]}"""
            .formatted(patient, key, existing);

    HttpResponse<String> answer = SERVER.post("", bundle, "Authorization", clinician);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestServer.json(answer).at("/entry/3/resource/entry")).hasSize(2);
    assertThat(total("Observation?code=" + key + "&encounter.subject=Patient/" + patient))
        .isEqualTo(2);
  }

  @Test
  void hiddenPatientCannotBePutInContext() {
    String closed = patient(UUID.randomUUID().toString());
    assertThat(TestUsers.clinician(SERVER, closed, "patient/*.rs")).isNotEmpty();
    consent(closed, "deny", "");

    String hidden = refusal(closed);
    String missing = refusal(UUID.randomUUID().toString());

    assertThat(hidden).isEqualTo(missing);
  }

  private static String refusal(String patient) {
    return assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> TestUsers.clinician(SERVER, patient, "patient/*.rs"))
        .actual()
        .getMessage()
        .replace(patient, "ID");
  }

  private static String patient(String key) {
    return SERVER.create(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"%s\"}]}".formatted(key));
  }

  private static String observation(String patient, String key) {
    return SERVER.create(
        """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"%s"}]},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(key, patient));
  }

  private static String consent(String patient, String type, String more) {
    return SERVER.create(
        """
        {"resourceType":"Consent","status":"active","dateTime":"2026-01-01",
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/%s"},"policyRule":{"text":"x"},
         "provision":{"type":"%s"%s}}"""
            .formatted(patient, type, more));
  }

  private HttpResponse<String> get(String path) {
    return SERVER.get(path, "Authorization", clinician);
  }

  private int total(String search) {
    return json(search + "&_summary=count").path("total").asInt(-1);
  }

  private int entries(String search) {
    return json(search).path("entry").size();
  }

  private JsonNode json(String search) {
    HttpResponse<String> answer = get(search);
    assertThat(answer.statusCode()).as(search + " " + answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private static String plain(HttpResponse<String> answer) {
    return answer.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
  }
}
