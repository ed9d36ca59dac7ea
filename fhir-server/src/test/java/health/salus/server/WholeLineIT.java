package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.demo.DemoSeed;
import health.salus.server.demo.SamplePatient;
import health.salus.smart.server.AuthorizationServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records in, a model trained, a prediction and a card out: the demo's line, over HTTP. */
class WholeLineIT {
  private static final String PATIENT = "159ccf5f-40ac-5405-de4f-b48cdfdb9f2b";
  private static final TestServer SERVER = TestServer.shared();
  private static JsonNode trained;

  @BeforeAll
  static void loadAndTrain() throws Exception {
    SERVER.loadSample();
    SERVER.load(TestServer.home().resolve("examples/synthea/cohort"));
    trained = SERVER.train("diabetes-2y");
    System.out.println(trained.path("heldOutEvaluation"));
  }

  @Test
  void trainingTellsHowGoodTheModelIsAndThatItsDataAreSynthetic() {
    JsonNode model = TestServer.json(SERVER.get("/models/diabetes-2y"));

    assertThat(trained.at("/heldOutEvaluation/auroc").isNumber()).isTrue();
    assertThat(trained.path("trainedOnSyntheticData").asBoolean()).isTrue();
    assertThat(model.at("/heldOutEvaluation/auroc").asDouble()).isBetween(0.55, 1.0);
    assertThat(model.at("/heldOutEvaluation/brier").asDouble())
        .isLessThan(model.at("/heldOutEvaluation/prevalenceBaselineBrier").asDouble() + 0.01);
    assertThat(model.get("trainedOnSyntheticData").asBoolean()).isTrue();
  }

  @Test
  void predictAnswersWithARiskAssessmentThatNamesItsReasons() {
    HttpResponse<String> answer = SERVER.post("Patient/" + PATIENT + "/$predict", null);

    JsonNode risk = TestServer.json(answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(risk.get("resourceType").asText()).isEqualTo("RiskAssessment");
    assertThat(risk.at("/subject/reference").asText()).isEqualTo("Patient/" + PATIENT);
    assertThat(risk.at("/prediction/0/probabilityDecimal").asDouble()).isBetween(0.0, 100.0);
    assertThat(risk.at("/prediction/0/rationale").asText()).contains("Age 60 years");
    assertThat(risk.get("basis")).isNotEmpty();
    risk.get("basis")
        .forEach(
            basis ->
                assertThat(SERVER.get(basis.get("reference").asText()).statusCode())
                    .isEqualTo(200));
  }

  @Test
  void cardAndPredictSayTheSame() throws IOException {
    String request =
        Files.readString(TestServer.home().resolve("examples/cds-hooks/patient-view.json"))
            .replace("http://localhost:8080", "http://localhost:" + SERVER.port());

    HttpResponse<String> answer =
        SERVER.post("/cds-services/salus-risk", request, "Content-Type", "application/json");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode card = TestServer.json(answer).at("/cards/0");
    double percent =
        TestServer.json(SERVER.post("Patient/" + PATIENT + "/$predict", null))
            .at("/prediction/0/probabilityDecimal")
            .asDouble();
    assertThat(card.get("summary").asText()).contains(Math.round(percent) + " %");
    assertThat(card.get("detail").asText()).contains("synthetic data", "Age");
    String model = card.at("/links/0/url").asText();
    assertThat(SERVER.get(model.substring(model.indexOf("/models"))).statusCode()).isEqualTo(200);
  }

  @Test
  void everyLineThatTheDemoPrintsAnswersWhenPasted() throws Exception {
    requireCurl();
    List<String> lines =
        SamplePatient.ofDemo()
            .invitation(SERVER.port(), "")
            .lines()
            .filter(line -> line.startsWith("curl "))
            .toList();

    assertThat(lines).hasSize(4);
    for (String line : lines) {
      String answer =
          shell(
              "TOKEN="
                  + SERVER.administratorToken()
                  + "\n"
                  + line.replace("curl -s ", "curl -sS --fail-with-body "));
      assertThat(answer).startsWith("{").doesNotContain("OperationOutcome");
    }
  }

  @Test
  void requestsOfTheExamplesFolderAnswer() throws Exception {
    requireCurl();
    String script = TestServer.home().resolve("examples/requests.sh").toString();

    String answer =
        shell(
            "TOKEN=%s %s http://localhost:%d"
                .formatted(SERVER.administratorToken(), script, SERVER.port()));

    assertThat(answer)
        .contains("\"resourceType\":\"Patient\"", "\"searchset\"", "RiskAssessment", "\"cards\"");
  }

  @Test
  void noOfAPatientChangesWhatOthersSeeAndTheGlassOpensIt() throws Exception {
    requireCurl();
    AuthorizationServer smart = SERVER.authorizationServer();
    new DemoSeed(smart.users(), smart.clients()).seed(SERVER.data(), SERVER.root());
    String script = TestServer.home().resolve("examples/consents.sh").toString();

    String answer =
        shell(
            "CLINICIAN=%s APP=%s PATIENT=%s OFFICER=%s %s %s"
                .formatted(
                    token("clinician", null, "user/*.cruds"),
                    token("clinician", PATIENT, "patient/*.rs"),
                    token("patient", PATIENT, "patient/*.rs patient/Consent.cruds"),
                    token("privacy", null, "user/*.rs"),
                    script,
                    SERVER.root()));

    assertThat(answer.replaceAll("\"total\":[1-9][0-9]*", "some").lines())
        .filteredOn(line -> !line.startsWith("{"))
        .containsExactly(
            "# before",
            "the clinician reads: 200",
            "the app that the clinician launched counts: some",
            "predict: 200",
            "the card: 200",
            "# the patient's own app says no",
            "# after the no",
            "the clinician reads: 404",
            "the app that the clinician launched counts: \"total\":0",
            "predict: 404",
            "the card: 412",
            "# the clinician breaks the glass",
            "# behind the broken glass",
            "the clinician reads: 200",
            "the app that the clinician launched counts: some",
            "predict: 200",
            "the card: 200",
            "# the privacy officer asks why",
            "# the patient takes the no back",
            "# in the end",
            "the clinician reads: 200",
            "the app that the clinician launched counts: some",
            "predict: 200",
            "the card: 200");
    assertThat(answer).contains("\"name\":\"emergency\",\"valueCode\":\"BTG\"");
  }

  @Test
  void privacyOfficerForgetsAPatientAsTheExampleDoes() throws Exception {
    requireCurl();
    AuthorizationServer smart = SERVER.authorizationServer();
    new DemoSeed(smart.users(), smart.clients()).seed(SERVER.data(), SERVER.root());

    String answer =
        shell(
            "ADMIN=%s OFFICER=%s %s %s"
                .formatted(
                    SERVER.administratorToken(),
                    token("privacy", null, "user/*.rs user/Patient.d"),
                    TestServer.home().resolve("examples/forget.sh"),
                    SERVER.root()));

    assertThat(answer.lines())
        .contains("the patient is read: 200", "the patient is read: 410")
        .last()
        .asString()
        .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  }

  @Test
  void linesOfTheForgettingPageForgetAPatient() throws Exception {
    requireCurl();
    AuthorizationServer smart = SERVER.authorizationServer();
    new DemoSeed(smart.users(), smart.clients()).seed(SERVER.data(), SERVER.root());
    String page = Files.readString(TestServer.home().resolve("docs/forgetting.md"));
    String lines = page.substring(page.indexOf("FHIR=http", page.indexOf("forget.sh")));

    String answer =
        shell(
            lines
                .substring(0, lines.indexOf("```"))
                .replace("http://localhost:8080", SERVER.root())
                .replace("$(./salus token --user admin)", SERVER.administratorToken())
                .replaceAll(
                    "\\$\\(./salus token --user privacy [^)]*\\)",
                    token("privacy", null, "user/*.rs user/Patient.d")));

    assertThat(answer).contains("\"name\":\"certificate\"", "\"name\":\"keysDestroyed\"");
  }

  private static String token(String user, String patient, String scope) throws Exception {
    return new TestTokens(SERVER.port(), SERVER.data())
        .forUser(user, Optional.ofNullable(patient), Optional.of(scope));
  }

  private static void requireCurl() throws Exception {
    boolean installed = new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0;
    if (!installed) {
      System.out.println("Skipped: curl is not installed");
    }
    Assumptions.assumeTrue(installed, "curl is not installed");
  }

  private static String shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void childWithoutMeasurementsGetsNoNumberButWhatIsMissing() {
    String child =
        SERVER.create(
            "{\"resourceType\":\"Patient\",\"gender\":\"male\",\"birthDate\":\"2020-01-01\"}");

    HttpResponse<String> answer = SERVER.post("Patient/" + child + "/$predict", null);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(TestServer.json(answer).at("/issue/0/details/coding/0/code").asText())
        .isEqualTo("PREDICTION_NO_DATA");
  }

  @Test
  void unknownPatientAndModelAreNotFound() {
    assertThat(SERVER.post("Patient/nobody/$predict", null).statusCode()).isEqualTo(404);
    String unknownModel =
        """
        {"resourceType":"Parameters","parameter":[{"name":"model","valueString":"none"}]}""";
    HttpResponse<String> answer = SERVER.post("Patient/" + PATIENT + "/$predict", unknownModel);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("MODEL_UNKNOWN");
  }

  /** HAPI's page of a request has 20 entries; a prediction looks behind it. */
  @Test
  void anOldMeasurementBehindManyNewOnesIsStillSeen() {
    String adult =
        SERVER.create(
            "{\"resourceType\":\"Patient\",\"gender\":\"male\",\"birthDate\":\"1960-01-01\"}");
    observe(adult, "39156-5", "kg/m2", 31, 300);
    for (int daysAgo = 1; daysAgo <= 40; daysAgo++) {
      observe(adult, "8480-6", "mm[Hg]", 120 + daysAgo % 5, daysAgo);
    }

    HttpResponse<String> answer = SERVER.post("Patient/" + adult + "/$predict", null);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Body mass index 31").doesNotContain("Body mass index: not");
  }

  private static void observe(String patient, String code, String unit, int value, int daysAgo) {
    SERVER.create(
        """
        {"resourceType":"Observation","status":"final","subject":{"reference":"Patient/%s"},
         "code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},
         "effectiveDateTime":"%s",
         "valueQuantity":{"value":%d,"system":"http://unitsofmeasure.org","code":"%s"}}"""
            .formatted(
                patient,
                code,
                java.time.LocalDate.now(java.time.ZoneOffset.UTC).minusDays(daysAgo),
                value,
                unit));
  }
}
