package health.salus.server;

import static health.salus.server.Answers.allPages;
import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operations that are on, and that the CapabilityStatement lists no others. */
class RestOperationIT {
  private static final List<String> ON =
      List.of(
          "everything",
          "validate",
          "expand",
          "lookup",
          "validate-code",
          "translate",
          "subsumes",
          "predict",
          "break-glass",
          "explain-access",
          "forget",
          "reindex");

  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();
  private final String system = "urn:cs:" + key;
  private final String valueSet = "urn:vs:" + key;

  @BeforeEach
  void createTerminology() {
    server.create(
        """
        {"resourceType":"CodeSystem","url":"%s","status":"active","content":"complete",
         "hierarchyMeaning":"is-a","concept":[
           {"code":"animal","display":"Animal","concept":[
             {"code":"dog","display":"Dog"},{"code":"cat","display":"Cat"}]},
           {"code":"plant","display":"Plant"}]}"""
            .formatted(system));
    server.create(
        """
            {"resourceType":"ValueSet","url":"%s","status":"active","compose":{"include":[
              {"system":"%s","filter":[{"property":"concept","op":"is-a","value":"animal"}]}]}}"""
            .formatted(valueSet, system));
  }

  @Test
  void expansionHoldsTheCodesOfTheValueSet() {
    HttpResponse<String> answer =
        server.post(
            "ValueSet/$expand",
            """
            {"resourceType":"Parameters","parameter":[{"name":"valueSet","resource":
              {"resourceType":"ValueSet","status":"active","compose":{"include":[
                {"system":"http://hl7.org/fhir/administrative-gender"}]}}}]}""");

    List<String> codes = new ArrayList<>();
    TestServer.json(answer)
        .at("/expansion/contains")
        .forEach(code -> codes.add(code.path("code").asText()));
    assertThat(codes)
        .as(answer.body())
        .containsExactlyInAnyOrder("male", "female", "other", "unknown");
  }

  @Test
  void expansionOfAValueSetNobodyKnowsIsNotFound() {
    HttpResponse<String> answer = server.get("ValueSet/$expand?url=urn:vs:nosuch");

    refused(answer, 404);
  }

  @Test
  void codesAreLookedUp() {
    HttpResponse<String> found =
        server.get("CodeSystem/$lookup?system=%s&code=dog".formatted(system));

    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).contains("Dog");
    refused(server.get("CodeSystem/$lookup?system=%s&code=nosuch".formatted(system)), 404);
  }

  @Test
  void codesAreValidatedAgainstAValueSet() {
    assertThat(
            result("ValueSet/$validate-code?url=%s&system=%s&code=dog".formatted(valueSet, system)))
        .isTrue();
    assertThat(
            result(
                "ValueSet/$validate-code?url=%s&system=%s&code=plant".formatted(valueSet, system)))
        .isFalse();
    assertThat(result("CodeSystem/$validate-code?url=%s&code=plant".formatted(system))).isTrue();
    assertThat(result("CodeSystem/$validate-code?url=%s&code=nosuch".formatted(system))).isFalse();
  }

  @Test
  void codesAreTranslated() {
    server.create(
        """
        {"resourceType":"ConceptMap","url":"urn:cm:%s","status":"active","group":[
          {"source":"%s","target":"urn:latin","element":[
            {"code":"dog","target":[{"code":"canis","equivalence":"equivalent"}]}]}]}"""
            .formatted(key, system));

    JsonNode answer =
        TestServer.json(
            server.get(
                "ConceptMap/$translate?url=urn:cm:%s&system=%s&code=dog".formatted(key, system)));

    assertThat(answer.toString()).contains("canis").contains("\"valueBoolean\":true");
  }

  @Test
  void everythingHoldsTheWholeRecordAndNoOther() {
    String patient = server.create("{\"resourceType\":\"Patient\",\"active\":true}");
    String other = server.create("{\"resourceType\":\"Patient\",\"active\":true}");
    List<String> expected = new ArrayList<>(List.of("Patient/" + patient));
    for (int i = 0; i < 25; i++) { // more than a page
      expected.add("Observation/" + observation(patient));
      observation(other);
    }

    assertThat(allPages(server, "Patient/" + patient + "/$everything"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(allPages(server, "Patient/" + patient + "/$everything?_count=2"))
        .containsExactlyInAnyOrderElementsOf(expected);
    refused(server.get("Patient/nosuch/$everything"), 404);
  }

  @Test
  void validResourceValidates() {
    JsonNode outcome =
        TestServer.json(
            server.post(
                "Observation/$validate",
                """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},
                 "text":{"status":"generated",
                   "div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"}}"""));

    assertThat(severities(outcome)).doesNotContain("error", "fatal");
  }

  @Test
  void invalidResourceGetsItsErrorsAndIsNotStored() {
    HttpResponse<String> answer =
        server.post(
            "Observation/$validate",
            """
            {"resourceType":"Observation","identifier":[{"value":"%s"}],"code":{"text":"x"}}"""
                .formatted(key));

    assertThat(severities(TestServer.json(answer))).contains("error");
    assertThat(answer.body()).contains("status");
    assertThat(
            TestServer.json(server.get("Observation?_summary=count&identifier=" + key))
                .path("total")
                .asInt(-1))
        .isZero();
  }

  @Test
  void operationsAcceptParameters() {
    HttpResponse<String> answer =
        server.post(
            "Observation/$validate",
            """
            {"resourceType":"Parameters","parameter":[{"name":"resource","resource":
              {"resourceType":"Observation","status":"final","code":{"text":"x"}}}]}""");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(severities(TestServer.json(answer))).doesNotContain("error", "fatal");
  }

  @Test
  void capabilityStatementListsWhatIsOnAndNothingElse() {
    JsonNode statement = TestServer.json(server.get("metadata"));
    JsonNode rest = statement.at("/rest/0");

    List<String> operations = new ArrayList<>();
    rest.path("operation").forEach(operation -> operations.add(operation.path("name").asText()));
    List<String> types = new ArrayList<>();
    for (JsonNode resource : rest.path("resource")) {
      types.add(resource.path("type").asText());
      resource
          .path("operation")
          .forEach(operation -> operations.add(operation.path("name").asText()));
    }
    assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
    assertThat(ON).containsAll(operations);
    assertThat(operations).contains("everything", "validate", "expand", "lookup", "predict");
    assertThat(types)
        .contains("Patient", "Observation", "Consent", "Provenance")
        .doesNotHaveDuplicates();
    assertThat(rest.path("interaction").findValuesAsText("code"))
        .contains("transaction", "batch", "history-system", "search-system");
    for (JsonNode resource : rest.path("resource")) {
      assertThat(resource.path("interaction").findValuesAsText("code"))
          .as(resource.path("type").asText())
          .contains("read", "search-type");
    }
  }

  private boolean result(String path) {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (JsonNode parameter : TestServer.json(answer).path("parameter")) {
      if (parameter.path("name").asText().equals("result")) {
        return parameter.path("valueBoolean").asBoolean();
      }
    }
    throw new AssertionError(answer.body());
  }

  private static List<String> severities(JsonNode outcome) {
    return outcome.path("issue").findValuesAsText("severity");
  }

  private String observation(String patient) {
    return server.create(
        """
        {"resourceType":"Observation","status":"final","code":{"text":"x"},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(patient));
  }
}
