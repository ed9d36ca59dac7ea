package health.salus.cdshooks.http;

import static health.salus.cdshooks.http.RiskEndpoint.json;
import static health.salus.cdshooks.http.RiskEndpoint.request;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.request.RequestBody;
import health.salus.cdshooks.risk.RiskResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CdsEndpointTest {
  private final RiskEndpoint endpoint = new RiskEndpoint();

  @Test
  void discoveryKeepsTheRules() throws Exception {
    HttpAnswer answer = endpoint.send("GET", "", "");

    assertThat(answer.status()).isEqualTo(200);
    CardLinter.lintDiscovery(json(answer));
    assertThat(json(answer).at("/services/0/id").asText()).isEqualTo("salus-risk");
    assertThat(json(answer).at("/services/0/prefetch").size()).isEqualTo(2);
  }

  @Test
  void noServicesAreAnEmptyList() throws Exception {
    CdsEndpoint empty = new CdsEndpoint(List.of(), f -> {}, FhirContext.forR4Cached());

    HttpAnswer answer = empty.answer("GET", "", new byte[0], (id, q) -> Optional.empty());

    assertThat(json(answer)).hasToString("{\"services\":[]}");
  }

  @Test
  void callWithPrefetchGivesACardThatKeepsTheRules() throws Exception {
    HttpAnswer answer = endpoint.call(request());

    assertThat(answer.status()).isEqualTo(200);
    CardLinter.lintCards(json(answer));
    assertThat(json(answer).at("/cards/0/summary").asText())
        .isEqualTo("Type 2 diabetes within 2 years: 23 % (model on synthetic data)");
    assertThat(json(answer).at("/cards/0/indicator").asText()).isEqualTo("warning");
    assertThat(endpoint.queries).isEmpty();
  }

  @Test
  void whatBelongsToAnotherPatientIsNotScored() throws Exception {
    endpoint.call(request());

    assertThat(endpoint.scored)
        .extracting(r -> r.getIdElement().getIdPart())
        .containsExactly("o1", "p1");
  }

  @Test
  void patientOfAnotherIdIsRefused() throws Exception {
    ObjectNode request = request();
    request.withObject("/prefetch/patient").put("id", "other");

    assertThat(endpoint.call(request).status()).isEqualTo(400);
    assertThat(endpoint.scored).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/hook, hook",
    "/hookInstance, hookInstance",
    "/context, context",
    "/context/userId, context.userId",
    "/context/patientId, context.patientId"
  })
  void missingFieldIsNamed(String pointer, String name) throws Exception {
    ObjectNode request = request();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) request.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));

    HttpAnswer answer = endpoint.call(request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(json(answer).path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(json(answer).at("/issue/0/diagnostics").asText()).isEqualTo(name + " is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a?b", "", "x y"})
  void patientIdMustBeAFhirId(String id) throws Exception {
    ObjectNode request = request();
    request.withObject("/context").put("patientId", id);

    assertThat(endpoint.call(request).status()).isEqualTo(400);
  }

  @Test
  void fieldOfAWrongTypeIsRefused() throws Exception {
    ObjectNode request = request();
    request.withObject("/context").put("patientId", 7);
    assertThat(endpoint.call(request).status()).isEqualTo(400);
    assertThat(endpoint.call(request().put("prefetch", "x")).status()).isEqualTo(400);
  }

  @Test
  void unknownMembersAreIgnored() throws Exception {
    ObjectNode request = request().put("x", 1);
    request.withObject("/context").put("x", 1);
    request.withObject("/prefetch").put("x", 1);
    request.withObject("/extension/com.example").put("x", 1);

    assertThat(endpoint.call(request).status()).isEqualTo(200);
  }

  @Test
  void otherHookIsRefused() throws Exception {
    assertThat(endpoint.call(request().put("hook", "order-sign")).status()).isEqualTo(400);
    ObjectNode start = request().put("hook", "encounter-start");
    start.withObject("/context").put("encounterId", "e1");
    assertThat(endpoint.call(start).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, '', GET",
    "GET, /salus-risk, POST",
    "DELETE, /salus-risk/feedback, POST",
  })
  void wrongMethodIsToldTheRightOne(String method, String path, String allow) {
    HttpAnswer answer = endpoint.send(method, path, "");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.allow()).contains(allow);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other", "/other/feedback", "/salus-risk/x", "/salus-risk/feedback/x"})
  void unknownAddressIsNotFound(String path) {
    assertThat(endpoint.send("POST", path, "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{} {}", "null"})
  void malformedBodyIsRefused(String body) {
    assertThat(endpoint.send("POST", "/salus-risk", body).status()).isEqualTo(400);
  }

  @Test
  void nullMeansThatThereIsNothing() throws Exception {
    ObjectNode request = request();
    request.withObject("/prefetch").putNull("observations");

    assertThat(endpoint.call(request).status()).isEqualTo(200);
    assertThat(endpoint.queries).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"123\"",
        "{\"resourceType\":\"OperationOutcome\"}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"OperationOutcome\"}}]}",
        "{\"resourceType\":\"Nonsense\"}",
        "{}"
      })
  void failedPrefetchIsReadFromOwnData(String value) throws Exception {
    ObjectNode request = request();
    request.withObject("/prefetch").set("observations", RequestBody.JSON.readTree(value));

    assertThat(endpoint.call(request).status()).isEqualTo(200);
    assertThat(endpoint.queries)
        .containsExactly("Observation?patient=p1&code=http://loinc.org|39156-5&_sort=-date");
  }

  @Test
  void callWithoutPrefetchReadsOwnData() throws Exception {
    ObjectNode request = request().put("fhirServer", RiskEndpoint.OWN_BASE + "/");
    request.remove("prefetch");

    assertThat(endpoint.call(request).status()).isEqualTo(200);
    assertThat(endpoint.queries).hasSize(2);
  }

  @Test
  void unknownPatientWithoutPrefetchIsAFailedPrecondition() throws Exception {
    endpoint.ownData = Optional.empty();
    ObjectNode request = request();
    request.remove("prefetch");

    HttpAnswer answer = endpoint.call(request);

    assertThat(answer.status()).isEqualTo(412);
    assertThat(json(answer).at("/issue/0/diagnostics").asText()).doesNotContain("p1");
  }

  @Test
  void otherFhirServerIsNotAskedAndTheMissingKeyIsNamed() throws Exception {
    ObjectNode request = request().put("fhirServer", "https://ehr.example/fhir");
    request.withObject("/prefetch").remove("observations");

    HttpAnswer answer = endpoint.call(request);

    assertThat(answer.status()).isEqualTo(412);
    assertThat(json(answer).at("/issue/0/diagnostics").asText()).endsWith("sent: observations");
    assertThat(endpoint.queries).isEmpty();
  }

  @Test
  void authorizationIsCheckedFieldByField() throws Exception {
    for (String field : List.of("access_token", "token_type", "expires_in", "scope", "subject")) {
      ObjectNode request = authorized();
      request.withObject("/fhirAuthorization").remove(field);
      assertThat(endpoint.call(request).status()).as(field).isEqualTo(400);
    }
    ObjectNode withoutServer = authorized();
    withoutServer.remove("fhirServer");
    assertThat(endpoint.call(withoutServer).status()).isEqualTo(400);
    ObjectNode otherPatient = authorized();
    otherPatient.withObject("/fhirAuthorization").put("patient", "other");
    assertThat(endpoint.call(otherPatient).status()).isEqualTo(400);
    ObjectNode mac = authorized();
    mac.withObject("/fhirAuthorization").put("token_type", "mac");
    assertThat(endpoint.call(mac).status()).isEqualTo(400);
    assertThat(endpoint.call(authorized()).status()).isEqualTo(200);
  }

  @Test
  void missingModelGivesNoCards() throws Exception {
    endpoint.result = new RiskResult.NotReady();

    assertThat(json(endpoint.call(request()))).hasToString("{\"cards\":[]}");
  }

  @Test
  void abstentionSaysWhatIsMissingIfConfigured() throws Exception {
    endpoint.result =
        new RiskResult.Abstained(
            RiskEndpoint.MODEL, List.of(new RiskResult.MissingInput("HbA1c", "no value")));

    HttpAnswer shown = endpoint.call(request());
    endpoint.cardWhenAbstained = false;
    HttpAnswer silent = endpoint.call(request());

    CardLinter.lintCards(json(shown));
    assertThat(json(shown).at("/cards/0/detail").asText()).contains("HbA1c");
    assertThat(json(shown).at("/cards/0/indicator").asText()).isEqualTo("info");
    assertThat(json(silent)).hasToString("{\"cards\":[]}");
  }

  @Test
  void textFromElsewhereBecomesNoMarkup() throws Exception {
    String detail = json(endpoint.call(request())).at("/cards/0/detail").asText();

    assertThat(detail)
        .contains("&lt;script&gt;", "\\|", "\\[x\\]\\(javascript\\:alert\\)")
        .contains("not for clinical use", "HbA1c", "2026\\-03\\-01", "10 days old");
  }

  @Test
  void longSummaryKeepsItsEnding() throws Exception {
    endpoint.result = RiskEndpoint.scored("😀".repeat(300), 0.05);

    HttpAnswer answer = endpoint.call(request());

    CardLinter.lintCards(json(answer));
    assertThat(json(answer).at("/cards/0/summary").asText())
        .endsWith("…: 5 % (model on synthetic data)");
    assertThat(json(answer).at("/cards/0/indicator").asText()).isEqualTo("info");
  }

  private static ObjectNode authorized() throws Exception {
    ObjectNode request = request().put("fhirServer", "https://ehr.example/fhir");
    request
        .withObject("/fhirAuthorization")
        .put("access_token", "t")
        .put("token_type", "Bearer")
        .put("expires_in", 300)
        .put("scope", "API [one]")
        .put("subject", "client");
    return request;
  }
}
