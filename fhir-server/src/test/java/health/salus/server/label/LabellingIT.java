package health.salus.server.label;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What is written is labelled by its codes, and nobody takes a label off. */
class LabellingIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final String NOTICE = "42 CFR part 2 prohibits";

  private final String patient = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
  private final String clinician = TestUsers.clinician(SERVER, "user/*.cruds");

  @Test
  void codesDecideAndAPutWithoutLabelsChangesNothing() {
    String depression = SERVER.create(condition("F32.1", ""));

    assertThat(get("Condition/" + depression, clinician).body())
        .contains("\"code\":\"PSY\"", "\"code\":\"R\"");

    String bare = condition("F32.1", "\"id\":\"%s\",".formatted(depression));
    HttpResponse<String> put =
        SERVER.put("Condition/" + depression, bare, "Authorization", clinician);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(get("Condition/" + depression, clinician).body()).contains("\"code\":\"PSY\"");
    assertThat(get("Condition?_security=PSY&subject=Patient/" + patient, clinician).body())
        .contains(depression);
    assertThat(get("Condition/" + SERVER.create(condition("J20.9", "")), clinician).body())
        .doesNotContain("security");
  }

  @Test
  void codesInContainedResourcesAndComponentsCountToo() {
    String id =
        SERVER.create(
            """
            {"resourceType":"MedicationRequest","status":"active","intent":"order",
             "subject":{"reference":"Patient/%s"},"medicationReference":{"reference":"#m"},
             "contained":[{"resourceType":"Medication","id":"m","code":{"coding":[
               {"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"3554"}]}}]}"""
                .formatted(patient));

    assertThat(get("MedicationRequest/" + id, clinician).body()).contains("\"code\":\"ETHUD\"");
  }

  @Test
  void whatIsReleasedOfSubstanceUseCarriesTheNoticeAndItIsNeverStored() {
    String id = SERVER.create(condition("F10.20", ""));
    String own = TestUsers.patient(SERVER, patient, "patient/*.rs");

    HttpResponse<String> released = get("Condition/" + id, clinician);
    assertThat(released.body()).contains("NORDSCLCD", NOTICE);
    assertThat(get("Condition?subject=Patient/" + patient, clinician).body()).contains(NOTICE);
    assertThat(get("Condition/" + id, own).body()).doesNotContain(NOTICE);

    HttpResponse<String> put =
        SERVER.put("Condition/" + id, released.body(), "Authorization", clinician);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(get("Condition/" + id, own).body()).doesNotContain(NOTICE).contains("ETHUD");
  }

  private String condition(String code, String more) {
    return """
        {"resourceType":"Condition",%s"subject":{"reference":"Patient/%s"},"code":{"coding":[
          {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"%s"}]}}"""
        .formatted(more, patient, code);
  }

  private static HttpResponse<String> get(String path, String token) {
    HttpResponse<String> answer = SERVER.get(path, "Authorization", token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }
}
