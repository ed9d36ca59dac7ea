package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Terminology operations over a code system that is stored here, with a hierarchy. */
class TerminologyIT {
  private static final String SYSTEM = "urn:test:animals";
  private static final TestServer SERVER = TestServer.shared();

  @BeforeAll
  static void store() {
    put(
        """
        {"resourceType":"CodeSystem","id":"animals","url":"urn:test:animals","status":"active","content":"complete",
         "hierarchyMeaning":"is-a","concept":[{"code":"animal","display":"Animal","concept":[
           {"code":"dog","display":"Dog"},{"code":"cat","display":"Cat"}]},{"code":"stone","display":"Stone"}]}""");
    put(
        """
        {"resourceType":"ValueSet","id":"living","url":"urn:test:living","status":"active","compose":{"include":[
         {"system":"urn:test:animals","filter":[{"property":"concept","op":"is-a","value":"animal"}]}]}}""");
    put(
        """
        {"resourceType":"ConceptMap","id":"sounds","url":"urn:test:sounds","status":"active","sourceUri":"urn:test:living",
         "targetUri":"urn:test:noises","group":[{"source":"urn:test:animals","target":"urn:test:noise",
         "element":[{"code":"dog","target":[{"code":"bark","equivalence":"relatedto"}]}]}]}""");
  }

  @Test
  void expansionFollowsTheHierarchy() {
    JsonNode expanded = TestServer.json(SERVER.get("ValueSet/living/$expand"));

    assertThat(expanded.at("/expansion/contains").findValuesAsText("code"))
        .containsExactlyInAnyOrder("animal", "dog", "cat");
  }

  @Test
  void subsumptionIsKnownInBothDirections() {
    assertThat(outcome(subsumes("animal", "dog"))).isEqualTo("subsumes");
    assertThat(outcome(subsumes("dog", "animal"))).isEqualTo("subsumed-by");
    assertThat(outcome(subsumes("dog", "dog"))).isEqualTo("equivalent");
    assertThat(outcome(subsumes("dog", "stone"))).isEqualTo("not-subsumed");
  }

  @Test
  void codeIsLookedUpValidatedAndTranslated() {
    JsonNode found =
        TestServer.json(SERVER.get("CodeSystem/$lookup?system=" + SYSTEM + "&code=cat"));
    JsonNode valid =
        TestServer.json(
            SERVER.get(
                "ValueSet/$validate-code?url=urn:test:living&system=" + SYSTEM + "&code=cat"));
    JsonNode invalid =
        TestServer.json(
            SERVER.get(
                "ValueSet/$validate-code?url=urn:test:living&system=" + SYSTEM + "&code=stone"));
    HttpResponse<String> translated =
        SERVER.get("ConceptMap/$translate?url=urn:test:sounds&system=" + SYSTEM + "&code=dog");

    assertThat(found.toString()).contains("Cat");
    assertThat(parameter(valid, "result").get("valueBoolean").asBoolean()).isTrue();
    assertThat(parameter(invalid, "result").get("valueBoolean").asBoolean()).isFalse();
    assertThat(translated.body()).contains("bark");
  }

  private static JsonNode subsumes(String a, String b) {
    return TestServer.json(
        SERVER.get("CodeSystem/$subsumes?system=%s&codeA=%s&codeB=%s".formatted(SYSTEM, a, b)));
  }

  private static String outcome(JsonNode parameters) {
    return parameter(parameters, "outcome").path("valueCode").asText();
  }

  private static JsonNode parameter(JsonNode parameters, String name) {
    for (JsonNode parameter : parameters.path("parameter")) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter;
      }
    }
    throw new AssertionError("no parameter " + name + ": " + parameters);
  }

  private static void put(String json) {
    String type = json.replaceAll("(?s).*?\"resourceType\":\"(\\w+)\".*", "$1");
    String id = json.replaceAll("(?s).*?\"id\":\"(\\w+)\".*", "$1");
    HttpResponse<String> answer = SERVER.put(type + "/" + id, json);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }
}
