package health.salus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.server.TestTokens;
import health.salus.smart.server.AuthorizationServer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the consents of {@code examples/consents} show of each patient to each user of the demo. */
class DemoConsentsIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final Path FOLDER = TestServer.home().resolve("examples/consents");
  private static final String NOTES_DENIED = "54adcbdb-153e-d42f-0692-a1d78ce7026c";
  private static final String CLINICIAN_DENIED = "89e6cc75-160a-3558-a51d-8780c9f21bdc";
  private static final String RESEARCH_PERMITTED = "d4d0b36e-5cab-09d8-b6e5-03e06556e9d4";
  private static final String RESEARCH_EXPIRED = "41f5a58c-8c6e-d14d-002a-fb227c32f6c5";
  private static final String DENIAL_EXPIRED = "f4b2f4e9-7422-fb3b-8e05-33040fa1455e";
  private static final String EMERGENCY_ONLY = "229636a9-4942-2d3e-ab8e-c02ed1a20a3b";

  @BeforeAll
  static void load() throws Exception {
    AuthorizationServer smart = SERVER.authorizationServer();
    new DemoSeed(smart.users(), smart.clients())
        .seed(SERVER.data(), SERVER.application().serverUrl());
    SERVER.loadSample();
    forget(); // what other tests left
    SERVER.put(DemoFamily.parentPath(), DemoFamily.parent());
    DemoConsents.load(FOLDER, SERVER::put);
  }

  /** The server is that of all tests, to which the sample is without consents. */
  @AfterAll
  static void forget() {
    String patients =
        String.join(
            ",",
            NOTES_DENIED,
            CLINICIAN_DENIED,
            RESEARCH_PERMITTED,
            RESEARCH_EXPIRED,
            DENIAL_EXPIRED,
            EMERGENCY_ONLY);
    var found = SERVER.get("Consent?_count=500&_elements=id&patient=" + patients);
    for (JsonNode entry : TestServer.json(found).path("entry")) {
      String id = entry.at("/resource/id").asText();
      assertThat(SERVER.delete("Consent/" + id).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void psychiatricNotesAreHiddenAndTheRestIsSeen() {
    assertThat(status("DocumentReference/demo-psychiatric-note", "clinician")).isEqualTo(404);
    assertThat(status("DocumentReference/demo-psychiatric-note", "privacy")).isEqualTo(200);
    assertThat(total("Observation?code=http://loinc.org%7C70274-6&patient=" + NOTES_DENIED))
        .isZero();
    assertThat(status("Patient/" + NOTES_DENIED, "clinician")).isEqualTo(200);
    assertThat(total("Observation?patient=" + NOTES_DENIED)).isPositive();
  }

  @Test
  void oneCalledByNameIsShutOutAndTheOthersAreNot() {
    assertThat(status("Patient/" + CLINICIAN_DENIED, "clinician")).isEqualTo(404);
    assertThat(total("Observation?patient=" + CLINICIAN_DENIED)).isZero();
    assertThat(status("Patient/" + CLINICIAN_DENIED, "nurse")).isEqualTo(200);
  }

  @Test
  void researchSeesWhoAllowsItWithoutNameAndWithoutWhatIsSensitive() {
    var answer = SERVER.get("Patient/" + RESEARCH_PERMITTED, "Authorization", bearer("researcher"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("MASKED").doesNotContain("Gibson10", "Federico589");
    assertThat(TestServer.json(answer).path("id").asText()).isEqualTo(RESEARCH_PERMITTED);
    var record =
        SERVER.get(
            "Patient/" + RESEARCH_PERMITTED + "/$everything?_count=500",
            "Authorization",
            bearer("researcher"));
    assertThat(TestServer.json(record).path("entry").size()).isGreaterThan(100);
    assertThat(total("Patient?_id=" + RESEARCH_PERMITTED, "researcher")).isEqualTo(1);
    assertThat(total("Condition?patient=" + RESEARCH_PERMITTED, "researcher"))
        .isLessThan(total("Condition?patient=" + RESEARCH_PERMITTED, "clinician"));
    assertThat(status("Patient/" + NOTES_DENIED, "researcher")).isEqualTo(404);
  }

  @Test
  void whatHasExpiredNeitherPermitsNorDenies() {
    assertThat(status("Patient/" + RESEARCH_EXPIRED, "researcher")).isEqualTo(404);
    assertThat(status("Patient/" + RESEARCH_EXPIRED, "clinician")).isEqualTo(200);
    assertThat(status("Patient/" + DENIAL_EXPIRED, "clinician")).isEqualTo(200);
  }

  @Test
  void parentDoesNotSeeTheConfidentialVisitOfTheGirl() {
    assertThat(status("Observation/demo-confidential-visit", "parent")).isEqualTo(404);
    assertThat(status("Patient/" + DemoFamily.CHILD, "parent")).isEqualTo(200);
    assertThat(status("Observation/demo-confidential-visit", "clinician")).isEqualTo(200);
  }

  @Test
  void emergencyOpensWhatIsClosedOtherwise() {
    assertThat(status("Patient/" + EMERGENCY_ONLY, "clinician")).isEqualTo(404);
    assertThat(status("Patient/" + EMERGENCY_ONLY, "nurse")).isEqualTo(404);

    var answer =
        SERVER.post(
            "Patient/" + EMERGENCY_ONLY + "/$break-glass",
            """
            {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"unconscious"}]}""",
            "Authorization",
            bearer("clinician"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(status("Patient/" + EMERGENCY_ONLY, "clinician")).isEqualTo(200);
    assertThat(status("Patient/" + EMERGENCY_ONLY, "nurse")).isEqualTo(404);
  }

  private static int status(String path, String user) {
    return SERVER.get(path, "Authorization", bearer(user)).statusCode();
  }

  private static int total(String search) {
    return total(search, "clinician");
  }

  private static int total(String search, String user) {
    var answer = SERVER.get(search + "&_summary=count", "Authorization", bearer(user));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer).path("total").asInt(-1);
  }

  private static String bearer(String user) {
    return "Bearer "
        + new TestTokens(SERVER.port(), SERVER.data())
            .forUser(user, Optional.empty(), Optional.empty());
  }
}
