package health.salus.server;

import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Several requests in one.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch and transaction</a>
 */
class RestTransactionIT {
  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();

  @Test
  void oneBadEntryOfATransactionUndoesAll() {
    HttpResponse<String> answer =
        server.post("", bundle("transaction", create(patient()), update("Patient/other")));

    refused(answer, 400);
    assertThat(found()).isZero();
  }

  @Test
  void oneUnknownReferenceOfATransactionUndoesAll() {
    HttpResponse<String> answer =
        server.post(
            "", bundle("transaction", create(patient()), create(observation("Patient/nosuch"))));

    assertThat(answer.statusCode()).isIn(400, 404, 422);
    assertThat(found()).isZero();
  }

  @Test
  void entriesOfABatchStandAlone() {
    HttpResponse<String> answer =
        server.post(
            "",
            bundle(
                "batch",
                create(patient()),
                create(observation("Patient/nosuch")),
                get("Patient?identifier=urn:t%7C" + key)));

    JsonNode batch = TestServer.json(answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(batch.path("type").asText()).isEqualTo("batch-response");
    assertThat(batch.at("/entry/0/response/status").asText()).startsWith("201");
    assertThat(batch.at("/entry/1/response/status").asText()).startsWith("4");
    assertThat(batch.at("/entry/1/response/outcome/issue/0/details/coding/0/system").asText())
        .isEqualTo("https://salus.health/fhir/CodeSystem/error-code");
    assertThat(batch.at("/entry/2/response/status").asText()).startsWith("200");
    assertThat(answer.body()).doesNotContain("HAPI-");
    assertThat(found()).isEqualTo(1);
  }

  @Test
  void refusedEntriesOfABatchGetTheStatusOfSingleRequests() {
    server.put("Patient/" + key, "{\"resourceType\":\"Patient\",\"id\":\"" + key + "\"}");

    HttpResponse<String> answer =
        server.post(
            "",
            bundle(
                "batch",
                get("Patient?birthdate=secretvalue"),
                get("$nosuch"),
                get("Patient/nosuch"),
                get("Patient?nosuch=secretvalue"),
                """
                {"resource":{"resourceType":"Patient","id":"%s"},
                 "request":{"method":"PUT","url":"Patient/%s","ifMatch":"W/\\"9\\""}}"""
                    .formatted(key, key)));

    JsonNode batch = TestServer.json(answer);
    assertThat(
            IntStream.range(0, 5)
                .mapToObj(i -> batch.at("/entry/" + i + "/response/status").asText())
                .map(status -> status.substring(0, 3)))
        .containsExactly("400", "404", "404", "400", "412");
    assertThat(answer.body()).doesNotContain("HAPI-").doesNotContain("secretvalue");
  }

  @Test
  void answersCarryEtagsInTheFormOfHttp() {
    JsonNode answer = TestServer.json(server.post("", bundle("transaction", create(patient()))));

    assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
    assertThat(answer.at("/entry/0/response/status").asText()).startsWith("201");
    assertThat(answer.at("/entry/0/response/etag").asText()).isEqualTo("W/\"1\"");
    assertThat(answer.at("/entry/0/response/location").asText())
        .matches("Patient/[\\w-]+/_history/1");
    assertThat(answer.at("/entry/0/response").has("lastModified")).isTrue();
  }

  @Test
  void conditionalReferencesFindTheirResource() {
    String patient = server.create(patient());

    JsonNode answer =
        TestServer.json(
            server.post(
                "", bundle("transaction", create(observation("Patient?identifier=urn:t|" + key)))));

    String location = answer.at("/entry/0/response/location").asText();
    JsonNode observation =
        TestServer.json(server.get(location.substring(0, location.indexOf("/_history"))));
    assertThat(observation.at("/subject/reference").asText()).isEqualTo("Patient/" + patient);
  }

  @Test
  void conditionalReferenceWithoutMatchUndoesAll() {
    HttpResponse<String> answer =
        server.post(
            "",
            bundle(
                "transaction",
                create(patient()),
                create(observation("Patient?identifier=urn:t|secret-" + key))));

    assertThat(answer.statusCode()).isIn(400, 404, 412);
    assertThat(answer.body()).doesNotContain("secret-" + key);
    assertThat(found()).isZero();
  }

  @Test
  void conditionalCreateInsideATransactionCreatesOnce() {
    String entry =
        """
        {"resource":%s,"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:t|%s"}}"""
            .formatted(patient(), key);

    server.post("", bundle("transaction", entry));
    JsonNode second = TestServer.json(server.post("", bundle("transaction", entry)));

    assertThat(second.at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(found()).isEqualTo(1);
  }

  @Test
  void moreEntriesThanAllowedAreTooMany() {
    String entries =
        IntStream.range(0, 1001).mapToObj(i -> create(patient())).collect(Collectors.joining(","));

    refused(server.post("", bundle("transaction", entries)), 413);
    refused(server.post("", bundle("batch", entries)), 413);
    assertThat(found()).isZero();
  }

  @Test
  void bundleOfAnotherTypeIsNoRequest() {
    refused(server.post("", bundle("collection", create(patient()))), 400);
    assertThat(found()).isZero();
  }

  private int found() {
    return TestServer.json(server.get("Patient?_summary=count&identifier=urn:t%7C" + key))
        .path("total")
        .asInt(-1);
  }

  private String patient() {
    return """
        {"resourceType":"Patient","identifier":[{"system":"urn:t","value":"%s"}]}"""
        .formatted(key);
  }

  private static String observation(String subject) {
    return """
        {"resourceType":"Observation","status":"final","code":{"text":"x"},
         "subject":{"reference":"%s"}}"""
        .formatted(subject);
  }

  private static String create(String resource) {
    String type = resource.replaceAll("(?s).*?\"resourceType\":\"(\\w+)\".*", "$1");
    return "{\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"%s\"}}"
        .formatted(resource, type);
  }

  /** An update whose body has another id than its address. */
  private static String update(String url) {
    return """
        {"resource":{"resourceType":"Patient","id":"mismatch"},
         "request":{"method":"PUT","url":"%s"}}"""
        .formatted(url);
  }

  private static String get(String url) {
    return "{\"request\":{\"method\":\"GET\",\"url\":\"%s\"}}".formatted(url);
  }

  private static String bundle(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
        .formatted(type, String.join(",", entries));
  }
}
