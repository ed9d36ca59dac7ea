package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ways by which hidden resources could show through what may be seen. */
class HiddenDataIT {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void everythingShowsOnlyTypesOfTheScopeAndCountsNoOthers() {
    String patient = patient();
    String encounter = encounter(patient);
    String observation = observation(patient, encounter, "");
    String token =
        TestUsers.clinician(SERVER, patient, "patient/Patient.rs patient/Observation.rs");

    HttpResponse<String> answer =
        SERVER.get("Patient/" + patient + "/$everything", "Authorization", token);

    assertThat(types(answer)).containsExactlyInAnyOrder("Patient", "Observation");
    assertThat(answer.body()).contains(observation).doesNotContain("\"" + encounter + "\"");
    JsonNode total = TestServer.json(answer).path("total");
    assertThat(total.isMissingNode() || total.asInt() <= 2).as(total.toString()).isTrue();
  }

  @Test
  void pagesOfEverythingAreFullWhateverIsHiddenBetween() {
    String patient = patient();
    for (int i = 0; i < 6; i++) {
      observation(patient, encounter(patient), ""); // an encounter before each observation
    }
    String token =
        TestUsers.clinician(SERVER, patient, "patient/Patient.rs patient/Observation.rs");

    HttpResponse<String> page =
        SERVER.get("Patient/" + patient + "/$everything?_count=4", "Authorization", token);
    HttpResponse<String> chosen =
        SERVER.get(
            "Patient/" + patient + "/$everything?_type=Encounter,Observation",
            "Authorization",
            token);

    assertThat(types(page)).hasSize(4).doesNotContain("Encounter");
    assertThat(types(chosen)).doesNotContain("Encounter").contains("Observation");
  }

  @Test
  void everythingHasFullPagesWhereCodesAreHidden() {
    String patient = patient();
    String encounter = encounter(patient);
    for (int i = 0; i < 3; i++) {
      observation(patient, encounter, "");
      observation(patient, encounter, ",\"category\":[{\"coding\":[{\"code\":\"laboratory\"}]}]");
    }
    String token =
        TestUsers.clinician(
            SERVER, patient, "patient/Patient.rs patient/Observation.rs?category=laboratory");
    String path = "Patient/" + patient + "/$everything";
    HttpResponse<String> first = SERVER.get(path + "?_count=2", "Authorization", token);
    HttpResponse<String> all = SERVER.get(path, "Authorization", token);

    assertThat(types(first)).containsExactly("Patient", "Observation");
    assertThat(types(all)).containsExactly("Patient", "Observation", "Observation", "Observation");
  }

  @Test
  void includedResourcesOfOtherPatientsStayHidden() {
    String own = patient();
    String foreign = patient();
    String member = observation(foreign, encounter(foreign), "");
    String panel =
        observation(
            own,
            encounter(own),
            ",\"hasMember\":[{\"reference\":\"Observation/%s\"}]".formatted(member));
    String token = TestUsers.patient(SERVER, own, "patient/*.rs");
    String search = "Observation?_id=" + panel + "&_include=Observation:has-member";

    assertThat(SERVER.get(search).body()).contains("Observation/" + member + "\"", foreign);
    HttpResponse<String> narrowed = SERVER.get(search, "Authorization", token);
    assertThat(types(narrowed)).containsExactly("Observation");
    assertThat(TestServer.json(narrowed).path("entry")).hasSize(1);
    HttpResponse<String> reverse =
        SERVER.get(
            "Patient?_id=" + own + "&_revinclude=Observation:performer", "Authorization", token);
    assertThat(types(reverse)).doesNotContain("Observation");
  }

  @Test
  void whatStandsInTheWayOfADeletionIsNotNamed() {
    String patient = patient();
    String encounter = encounter(patient);
    String observation = observation(patient, encounter, "");
    String token = TestUsers.patient(SERVER, patient, "patient/Encounter.cruds");

    HttpResponse<String> answer = SERVER.delete("Encounter/" + encounter, "Authorization", token);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).doesNotContain(observation).doesNotContain("Observation");
  }

  @Test
  void aNewPatientIsNotThePatientInContext() {
    String token = TestUsers.patient(SERVER, patient(), "patient/*.cruds");

    HttpResponse<String> answer =
        SERVER.post("Patient", "{\"resourceType\":\"Patient\"}", "Authorization", token);

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void aResourceCannotBeMovedOutOfOrIntoTheRecord() {
    String own = patient();
    String foreign = patient();
    String mine = observation(own, encounter(own), "");
    String token = TestUsers.patient(SERVER, own, "patient/*.cruds");
    String moved =
        """
        {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"c"},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(mine, foreign);

    assertThat(SERVER.put("Observation/" + mine, moved, "Authorization", token).statusCode())
        .isEqualTo(403);
    assertThat(SERVER.get("Observation/" + mine).body()).contains(own).doesNotContain(foreign);
  }

  @Test
  void deletedResourcesOfOthersLookLikeNone() {
    String foreign = patient();
    String gone = observation(foreign, encounter(foreign), "");
    SERVER.delete("Observation/" + gone);
    String token = TestUsers.patient(SERVER, patient(), "patient/*.rs");
    String none = UUID.randomUUID().toString();

    for (String path : List.of("Observation/%s", "Observation/%s/_history/1")) {
      HttpResponse<String> ofGone = SERVER.get(path.formatted(gone), "Authorization", token);
      HttpResponse<String> ofNone = SERVER.get(path.formatted(none), "Authorization", token);
      assertThat(ofGone.statusCode()).isEqualTo(404).isEqualTo(ofNone.statusCode());
      assertThat(ofGone.body().replace(gone, "ID")).isEqualTo(ofNone.body().replace(none, "ID"));
    }
    assertThat(SERVER.get("Observation/" + gone).statusCode()).isEqualTo(410);
  }

  @Test
  void pageLinksServeTheCallerWhoGotThemOnly() {
    String own = patient();
    for (int i = 0; i < 3; i++) {
      observation(own, encounter(own), "");
    }
    String mine = TestUsers.patient(SERVER, own, "patient/*.rs");
    String other = TestUsers.patient(SERVER, patient(), "patient/*.rs");
    JsonNode page = TestServer.json(SERVER.get("Observation?_count=1", "Authorization", mine));
    String next = "";
    for (JsonNode link : page.path("link")) {
      next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
    }
    String path = next.substring(next.indexOf("/fhir"));

    assertThat(SERVER.get(path, "Authorization", mine).statusCode()).isEqualTo(200);
    assertThat(SERVER.get(path, "Authorization", other).statusCode()).isEqualTo(400);
  }

  @Test
  void answersAreKeptByNobodyOnTheWay() {
    String path = "Patient/" + patient();

    assertThat(SERVER.get(path).headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void readAloneDoesNotSearchAndSearchAloneDoesNotRead() {
    String own = patient();
    String observation = observation(own, encounter(own), "");
    String read = TestUsers.patient(SERVER, own, "patient/Observation.r");
    String search = TestUsers.patient(SERVER, own, "patient/Observation.s");

    assertThat(status("Observation/" + observation, read)).isEqualTo(200);
    assertThat(status("Observation?_id=" + observation, read)).isEqualTo(403);
    assertThat(status("Observation/" + observation, search)).isEqualTo(403);
    assertThat(status("Observation?_id=" + observation, search)).isEqualTo(200);
  }

  private static int status(String path, String token) {
    return SERVER.get(path, "Authorization", token).statusCode();
  }

  private static List<String> types(HttpResponse<String> answer) {
    List<String> types = new ArrayList<>();
    TestServer.json(answer)
        .path("entry")
        .forEach(entry -> types.add(entry.at("/resource/resourceType").asText()));
    return types;
  }

  private static String patient() {
    return SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
  }

  private static String encounter(String patient) {
    return SERVER.create(
        """
        {"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(patient));
  }

  private static String observation(String patient, String encounter, String more) {
    return SERVER.create(
        """
        {"resourceType":"Observation","status":"final","code":{"text":"c"},
         "subject":{"reference":"Patient/%s"},"encounter":{"reference":"Encounter/%s"}%s}"""
            .formatted(patient, encounter, more));
  }
}
