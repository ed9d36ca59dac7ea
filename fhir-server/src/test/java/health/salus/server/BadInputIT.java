package health.salus.server;

import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request: a clear refusal, no secret in it, and nothing written. */
class BadInputIT {
  private static final String XML = "application/fhir+xml";
  private static final String SECRET = "secretvalue";

  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",#}",
        "{\"resourceType\":\"Patient\",# \"name\":[{\"family\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"active\":true} {}",
        "{\"resourceType\":\"Patient\",# \"active\":true,\"active\":false}",
        "[{\"resourceType\":\"Patient\",# \"active\":true}]",
        "\"secretvalue\"",
        "null",
        "{# \"active\":true}",
        "{\"resourceType\":\"Secretvalue\",# \"active\":true}",
        "{\"resourceType\":\"Observation\",# \"status\":\"final\",\"code\":{\"text\":\"secretvalue\"}}",
        "{\"resourceType\":\"Patient\",# \"active\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"birthDate\":19700101}",
        "{\"resourceType\":\"Patient\",# \"birthDate\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"birthDate\":\"1970-02-30\"}",
        "{\"resourceType\":\"Patient\",# \"gender\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"multipleBirthInteger\":1.5}",
        "{\"resourceType\":\"Patient\",# \"nosuch\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"name\":{\"family\":\"secretvalue\"}}",
        "{\"resourceType\":\"Patient\",# \"name\":\"secretvalue\"}",
        "{\"resourceType\":\"Patient\",# \"name\":[{\"family\":[\"secretvalue\"]}]}",
        "{\"resourceType\":\"Patient\",# \"name\":[{\"family\":\"secretvalue\\u0000\"}]}",
        "{\"resourceType\":\"Patient\",# \"name\":[]}",
        "{\"resourceType\":\"Patient\",# \"name\":[{}]}",
        "{\"resourceType\":\"Patient\",# \"name\":[{\"family\":\"\"}]}",
        "{\"resourceType\":\"Patient\",# \"active\":null}"
      })
  void brokenJsonIsRefused(String template) {
    refused(server.post("Patient", json(template)), 400, SECRET);
    assertThat(found()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Patient xmlns=\"http://hl7.org/fhir\">#<name>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#<nosuch value=\"secretvalue\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#<birthDate value=\"secretvalue\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#<gender value=\"secretvalue\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#<active value=\"secretvalue\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#<active val=\"secretvalue\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">#secretvalue</Patient>",
        "<Patient>#<active value=\"true\"/></Patient>",
        "<Nosuch xmlns=\"http://hl7.org/fhir\">#</Nosuch>",
        "secretvalue",
        "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
            + "<Patient xmlns=\"http://hl7.org/fhir\">#<name><family value=\"&e;\"/></name></Patient>",
        "<!DOCTYPE Patient [<!ENTITY e \"secretvalue\">]>"
            + "<Patient xmlns=\"http://hl7.org/fhir\">#<name><family value=\"&e;\"/></name></Patient>",
        "<!DOCTYPE Patient SYSTEM \"http://localhost:1/x.dtd\">"
            + "<Patient xmlns=\"http://hl7.org/fhir\">#<active value=\"true\"/></Patient>"
      })
  void brokenXmlIsRefused(String template) {
    HttpResponse<String> answer =
        server.post(
            "Patient",
            template.replace(
                "#",
                "<identifier><system value=\"urn:b\"/><value value=\"%s\"/></identifier>"
                    .formatted(key)),
            "Content-Type",
            XML);

    refused(answer, 400, SECRET, "root:");
    assertThat(found()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?nosuch=secretvalue",
        "Patient?name:nosuch=secretvalue",
        "Patient?birthdate:exact=1970",
        "Patient?birthdate=secretvalue",
        "Patient?birthdate=gt",
        "Patient?_lastUpdated=secretvalue",
        "Observation?value-quantity=secretvalue",
        "Patient?_count=-5",
        "Patient?_count=secretvalue",
        "Patient?_offset=-1",
        "Patient?_total=secretvalue",
        "Patient?_summary=secretvalue",
        "Patient?_sort=nosuch",
        "Patient?_include=Secretvalue:x",
        "Patient?_include=Patient:secretvalue",
        "Patient?_revinclude=secretvalue",
        "Patient?_has:Observation:nosuch:code=secretvalue",
        "Patient?_has:Observation=secretvalue",
        "Observation?subject:Patient.nosuch=secretvalue",
        "Patient?_filter=secretvalue",
        "Patient?_filter=name%20secretvalue%20x",
        "Patient?name=secret%00value",
        "Patient?na%00me=secretvalue",
        "?name=secretvalue",
        "?_type=Secretvalue",
        "?_sort=name",
        "Patient?_page=secretvalue"
      })
  void senselessSearchesAreRefused(String path) {
    refused(server.get(path), 400, SECRET, "Secretvalue");
  }

  @Test
  void nulInThePathIsRefused() {
    HttpResponse<String> answer = server.get("Patient/a%00b");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("OperationOutcome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nosuch",
        "Nosuch/1",
        "Patient/$nosuch",
        "$nosuch",
        "Patient/1/$nosuch",
        "Observation/$everything",
        "Patient/$expunge",
        "$meta",
        "$graphql?query=x"
      })
  void whatIsNotThereIsNotFound(String path) {
    refused(server.get(path), 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/octet-stream",
        "multipart/form-data",
        "text/html",
        "application/x-www-form-urlencoded",
        "application/json-patch+json",
        "nonsense"
      })
  void bodiesInOtherFormatsAreRefused(String type) {
    String body = json("{\"resourceType\":\"Patient\",# \"active\":true}");

    refused(server.post("Patient", body, "Content-Type", type), 415);
    refused(server.put("Patient/" + key, body, "Content-Type", type), 415);
    refused(server.post("", body, "Content-Type", type), 415);
    assertThat(found()).isZero();
  }

  @Test
  void bodyWithoutTypeIsRefused() {
    String body = json("{\"resourceType\":\"Patient\",# \"active\":true}");

    refused(server.post("Patient", body, "Content-Type", ""), 415);
    refused(server.send("PATCH", "Patient/x", "[]", "Content-Type", "text/plain"), 415);
    assertThat(found()).isZero();
  }

  @Test
  void ordinaryNamesOfJsonAndXmlAreUnderstood() {
    String body = json("{\"resourceType\":\"Patient\",# \"active\":true}");

    for (String type : List.of("application/json", "application/fhir+json; charset=utf-8")) {
      assertThat(server.post("Patient", body, "Content-Type", type).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void answersNobodyCanWriteAreNotAcceptable() {
    refused(server.get("Patient", "Accept", "image/png"), 406);
    assertThat(server.get("Patient?_count=1", "Accept", "image/png, */*;q=0.1").statusCode())
        .isEqualTo(200);
    assertThat(server.get("Patient?_count=1", "Accept", "application/json").statusCode())
        .isEqualTo(200);
  }

  @Test
  void missingReferenceIsRefused() {
    HttpResponse<String> answer =
        server.post(
            "Observation",
            """
            {"resourceType":"Observation","status":"final","code":{"text":"secretvalue"},
             "identifier":[{"system":"urn:b","value":"%s"}],"subject":{"reference":"Patient/nosuch"}}
            """
                .formatted(key));

    assertThat(answer.statusCode()).isIn(400, 404, 422);
    refused(answer, answer.statusCode(), SECRET);
    assertThat(found("Observation")).isZero();
  }

  @Test
  void hugeBodyIsTooLarge() {
    String body =
        json(
            "{\"resourceType\":\"Patient\",# \"name\":[{\"family\":\"%s\"}]}"
                .formatted("x".repeat(10 * 1024 * 1024)));

    refused(server.post("Patient", body), 413);
    assertThat(found()).isZero();
  }

  @Test
  void deepJsonIsRefused() {
    int depth = 1000;
    String body =
        json("{\"resourceType\":\"Patient\",# ")
            + "\"extension\":[{\"url\":\"urn:x\",".repeat(depth)
            + "\"valueBoolean\":true"
            + "}]".repeat(depth)
            + "}";

    refused(server.post("Patient", body), 400);
    assertThat(found()).isZero();
  }

  @Test
  void deepXmlIsRefused() {
    int depth = 1000;
    String body =
        "<Patient xmlns=\"http://hl7.org/fhir\">"
            + "<extension url=\"urn:x\">".repeat(depth)
            + "<valueBoolean value=\"true\"/>"
            + "</extension>".repeat(depth)
            + "</Patient>";

    HttpResponse<String> answer = server.post("Patient", body, "Content-Type", XML);

    refused(answer, 400);
  }

  @Test
  void brokenPatchesChangeNothing() {
    String id = server.create(json("{\"resourceType\":\"Patient\",# \"active\":true}"));

    for (String patch :
        List.of(
            "secretvalue",
            "{\"op\":\"secretvalue\"}",
            "[{\"op\":\"secretvalue\",\"path\":\"/active\"}]",
            "[{\"op\":\"replace\",\"path\":\"/nosuch/secretvalue\",\"value\":1}]",
            "[{\"op\":\"add\",\"path\":\"/nosuch\",\"value\":\"secretvalue\"}]",
            "[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"secretvalue\"}]",
            "[{\"op\":\"test\",\"path\":\"/active\",\"value\":\"secretvalue\"}]")) {
      HttpResponse<String> answer =
          server.send(
              "PATCH", "Patient/" + id, patch, "Content-Type", "application/json-patch+json");

      assertThat(answer.statusCode()).as(patch).isBetween(400, 422);
      refused(answer, answer.statusCode(), SECRET);
    }
    assertThat(Answers.header(server.get("Patient/" + id), "ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void regularExpressionsOfValueSetsNeverRun() {
    String valueSet =
        """
        {"resourceType":"ValueSet","status":"active","url":"urn:regex:%s","compose":{"include":[
          {"system":"http://hl7.org/fhir/administrative-gender",
           "filter":[{"property":"code","op":"regex","value":"(a+)+$"}]}]}}"""
            .formatted(key);
    String parameters =
        """
        {"resourceType":"Parameters","parameter":[{"name":"valueSet","resource":%s},
         {"name":"code","valueCode":"%s!"},
         {"name":"system","valueUri":"http://hl7.org/fhir/administrative-gender"}]}"""
            .formatted(valueSet, "a".repeat(40));
    String transaction =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"resource":%s,"request":{"method":"POST","url":"ValueSet"}}]}"""
            .formatted(valueSet);

    refused(server.post("ValueSet/$expand", parameters), 422);
    refused(server.post("ValueSet/$validate-code", parameters), 422);
    refused(server.post("ValueSet", valueSet), 422);
    refused(server.post("", transaction), 422);
    assertThat(
            TestServer.json(server.get("ValueSet?_summary=count&url=urn:regex:" + key))
                .path("total")
                .asInt(-1))
        .isZero();
  }

  private String json(String template) {
    return template.replace(
        "#", "\"identifier\":[{\"system\":\"urn:b\",\"value\":\"%s\"}],".formatted(key));
  }

  private int found() {
    return found("Patient");
  }

  private int found(String type) {
    return TestServer.json(server.get(type + "?_summary=count&identifier=urn:b%7C" + key))
        .path("total")
        .asInt(-1);
  }
}
