package health.salus.server;

import static health.salus.server.Answers.header;
import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/**
 * JSON Patch and FHIRPath Patch.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
class RestPatchIT {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final Pattern CASE =
      Pattern.compile("<case name=\"([^\"]+)\".*?</case>", Pattern.DOTALL);

  private final TestServer server = TestServer.shared();
  private final FhirContext fhirContext = FhirContext.forR4Cached();
  private final String key = UUID.randomUUID().toString();

  @Test
  void everyOperationOfJsonPatchApplies() {
    String id = patient();

    HttpResponse<String> patched =
        patch(
            "Patient/" + id,
            """
            [{"op":"test","path":"/active","value":true},
             {"op":"replace","path":"/active","value":false},
             {"op":"add","path":"/birthDate","value":"1970-01-01"},
             {"op":"add","path":"/name/-","value":{"family":"Last"}},
             {"op":"copy","from":"/name/0/family","path":"/name/1/text"},
             {"op":"move","from":"/language","path":"/implicitRules"},
             {"op":"remove","path":"/gender"}]""");

    JsonNode after = TestServer.json(patched);
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(header(patched, "ETag")).isEqualTo("W/\"2\"");
    assertThat(after.path("active").asBoolean(true)).isFalse();
    assertThat(after.path("birthDate").asText()).isEqualTo("1970-01-01");
    assertThat(after.at("/name/1/family").asText()).isEqualTo("Last");
    assertThat(after.at("/name/1/text").asText()).isEqualTo("First");
    assertThat(after.path("implicitRules").asText()).isEqualTo("en");
    assertThat(after.has("language")).isFalse();
    assertThat(after.has("gender")).isFalse();
    assertThat(TestServer.json(server.get("Patient/" + id))).isEqualTo(after);
  }

  @Test
  void failingTestOfAPatchChangesNothing() {
    String id = patient();

    HttpResponse<String> answer =
        patch(
            "Patient/" + id,
            """
            [{"op":"replace","path":"/active","value":false},
             {"op":"test","path":"/gender","value":"male"}]""");

    assertThat(answer.statusCode()).isBetween(400, 422);
    assertThat(header(server.get("Patient/" + id), "ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  void stalePatchIsRefused() {
    String id = patient();
    String patch = "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]";

    refused(patch("Patient/" + id, patch, "If-Match", "W/\"9\""), 412);
    assertThat(patch("Patient/" + id, patch, "If-Match", "W/\"1\"").statusCode()).isEqualTo(200);
  }

  @Test
  void conditionalPatchNeedsExactlyOneMatch() {
    String url = "Patient?identifier=urn:p%7C" + key;
    String patch = "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]";

    refused(patch(url, patch), 404, key);
    String id = patient();
    assertThat(patch(url, patch).statusCode()).isEqualTo(200);
    assertThat(header(server.get("Patient/" + id), "ETag")).isEqualTo("W/\"2\"");
    patient();
    refused(patch(url, patch), 412, key);
  }

  @Test
  void patchOfNothingIsNotFound() {
    refused(patch("Patient/nosuch", "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]"), 404);
  }

  @Test
  void officialCasesOfFhirPathPatchHold() throws IOException {
    Path cases =
        TestServer.home().resolve("../shared/data/fhir-test-cases/r4/patch/fhir-patch-tests.xml");
    assumeThat(cases).as("official patch cases, which are not here").exists();

    server.put("Organization/1", "{\"resourceType\":\"Organization\",\"id\":\"1\",\"name\":\"x\"}");
    Matcher each = CASE.matcher(Files.readString(cases));
    List<String> wrong = new ArrayList<>();
    int count = 0;
    while (each.find()) {
      count++;
      String fault = fault(each.group());
      if (!fault.isEmpty()) {
        wrong.add(each.group(1) + ": " + fault);
      }
    }

    System.out.printf("FHIRPath Patch: %d official cases, %d wrong%n", count, wrong.size());
    assertThat(count).isEqualTo(33);
    assertThat(wrong).isEmpty();
  }

  /** What is wrong with the outcome of a case, or an empty text. */
  private String fault(String patchCase) {
    IParser xml = fhirContext.newXmlParser();
    Patient input = xml.parseResource(Patient.class, part(patchCase, "input"));
    String id = "patch-" + UUID.randomUUID();
    input.setId(id);
    server.put("Patient/" + id, fhirContext.newJsonParser().encodeResourceToString(input));

    HttpResponse<String> answer =
        server.send(
            "PATCH",
            "Patient/" + id,
            part(patchCase, "diff"),
            "Content-Type",
            "application/fhir+xml",
            "Accept",
            "application/fhir+xml");
    if (patchCase.contains("<error")) {
      return answer.statusCode() >= 400 ? "" : "was not refused";
    }
    if (answer.statusCode() != 200) {
      return answer.statusCode() + " " + answer.body();
    }
    String expected = encoded(xml.parseResource(Patient.class, part(patchCase, "output")));
    String actual = encoded(xml.parseResource(Patient.class, answer.body()));
    return expected.equals(actual) ? "" : "expected " + expected + " but was " + actual;
  }

  private String encoded(Patient patient) {
    patient.setMeta(null);
    patient.setId((String) null);
    String json = fhirContext.newJsonParser().encodeResourceToString(patient);
    return json.replaceAll("(\\\\n|\\s)+", " "); // the cases differ in the blanks of narratives
  }

  private static String part(String patchCase, String name) {
    int start = patchCase.indexOf("<" + name + ">") + name.length() + 2;
    return patchCase.substring(start, patchCase.indexOf("</" + name + ">")).strip();
  }

  private HttpResponse<String> patch(String path, String patch, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = JSON_PATCH;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return server.send("PATCH", path, patch, all);
  }

  private String patient() {
    return server.create(
        """
        {"resourceType":"Patient","language":"en","active":true,"gender":"female",
         "identifier":[{"system":"urn:p","value":"%s"}],"name":[{"family":"First"}]}"""
            .formatted(key));
  }
}
