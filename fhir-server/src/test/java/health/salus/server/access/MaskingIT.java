package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nurses, researchers and billing get of the shipped policy, on every path. */
class MaskingIT {
  private static final String KEY = UUID.randomUUID().toString().replace("-", "");
  private static final String FAMILY = "Maskname" + KEY;
  private static final String SSN = "123-45-6789";
  private static final String SSN_SYSTEM = "http://hl7.org/fhir/sid/us-ssn";

  /** What a researcher must not see of the record, in any answer. */
  private static final List<String> SECRETS =
      List.of(FAMILY, SSN, "secret-" + KEY, "1970-05-05", "2020-06-01", "98765");

  private static TestServer server;
  private static String researcher;
  private static String nurse;
  private static String billing;
  private static String patient;
  private static String observation;

  @BeforeAll
  static void record() {
    server = TestServer.shared();
    researcher = TestUsers.withRole(server, Role.RESEARCHER, "user/*.rs");
    nurse = TestUsers.withRole(server, Role.NURSE, "user/*.cruds");
    billing = TestUsers.withRole(server, Role.BILLING, "user/*.rs");
    patient = consenting(patient(""));
    observation =
        server.create(
            """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:code","code":"c%s"}]},
             "subject":{"reference":"Patient/%s","display":"%s"},"effectiveDateTime":"2020-06-01",
             "contained":[{"resourceType":"Practitioner","id":"p","name":[{"family":"secret-%s"}]}],
             "performer":[{"reference":"#p"}],
             "note":[{"text":"secret-%s"}],"valueQuantity":{"value":4711.5,"unit":"mg"}}"""
                .formatted(KEY, patient, FAMILY, KEY, KEY));
  }

  private static String patient(String more) {
    return """
        {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>%s</div>"},
         "identifier":[{"system":"%s","value":"%s"},{"system":"urn:mrn","value":"m%s"}],
         "name":[{"family":"%s"}],"telecom":[{"system":"phone","value":"98765"}],"gender":"female",
         "birthDate":"1970-05-05","address":[{"city":"secret-%s","state":"MA","postalCode":"02139"}]%s}"""
        .formatted(FAMILY, SSN_SYSTEM, SSN, KEY, FAMILY, KEY, more);
  }

  /** A patient who lets research use the record; without that there would be nothing to mask. */
  private static String consenting(String json) {
    String id = server.create(json);
    allowResearch(id);
    return id;
  }

  private static void allowResearch(String patientId) {
    new Consents(server).put(patientId, "\"type\":\"permit\"," + Consents.purpose("HRESCH"));
  }

  private static HttpResponse<String> as(String token, String path, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Authorization";
    all[1] = token;
    return server.get(path, all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/{p}",
        "Patient/{p}/_history/1",
        "Patient/{p}/_history",
        "Patient?_id={p}",
        "Patient?_id={p}&_elements=name,birthDate,telecom,identifier",
        "Patient?_id={p}&_summary=true",
        "Patient?_id={p}&_summary=text",
        "Patient?_id={p}&_summary=data",
        "Patient/{p}?_elements=name,text",
        "Patient?_id={p}&_revinclude=Observation:subject",
        "Observation/{o}",
        "Observation?patient={p}",
        "Observation?patient={p}&_include=Observation:patient",
        "Observation?code=urn:code|c{k}&_include=Observation:subject&_include=Observation:performer",
        "Patient/{p}/$everything",
        "?_id={p}&_type=Patient",
        "Patient/{p}?_pretty=true"
      })
  void researcherNeverSeesWhatIsMasked(String path) {
    for (String format : new String[] {"application/fhir+json", "application/fhir+xml"}) {
      HttpResponse<String> answer = as(researcher, fill(path), "Accept", format);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain(SECRETS);
      assertThat(answer.body()).contains(patient);
      if (!path.contains("_summary=text") && !path.contains("_elements")) {
        assertThat(answer.body()).contains("MASKED", "SUBSETTED");
      }
    }
    assertThat(server.get("Patient/" + patient).body()).contains(SECRETS.subList(0, 2));
  }

  @Test
  void recordOfAPeriodIsRefusedWhereDatesAreMasked() {
    String record = "Patient/" + patient + "/$everything?start=";
    HttpResponse<String> hit = as(researcher, record + "2020-05-31");
    HttpResponse<String> miss = as(researcher, record + "2099-01-01");

    assertThat(hit.statusCode()).as(hit.body()).isEqualTo(403);
    assertThat(hit.body()).contains("MASKED_PARAMETER").isEqualTo(miss.body());
    assertThat(as(nurse, record + "2020-05-31").statusCode()).isEqualTo(200);
  }

  @Test
  void researcherSeesWhatIsLeft() {
    JsonNode view = TestServer.json(as(researcher, "Patient/" + patient));

    assertThat(view.at("/birthDate").asText()).isEqualTo("1970");
    assertThat(view.at("/gender").asText()).isEqualTo("female");
    assertThat(view.at("/address/0/state").asText()).isEqualTo("MA");
    assertThat(view.at("/address/0/postalCode").asText()).isEqualTo("021");
    assertThat(view.at("/identifier/0/value").asText()).matches("[\\w-]{22}");
    JsonNode found = TestServer.json(as(researcher, "Observation/" + observation));
    assertThat(found.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("4711.5");
    assertThat(found.at("/subject/reference").asText()).isEqualTo("Patient/" + patient);
    assertThat(found.at("/effectiveDateTime").asText()).isNotEmpty();
  }

  @Test
  void bundlesAreMaskedEntryByEntry() {
    for (String type : new String[] {"batch", "transaction"}) {
      String bundle =
          """
          {"resourceType":"Bundle","type":"%s","entry":[
           {"request":{"method":"GET","url":"Patient/%s"}},
           {"request":{"method":"GET","url":"Patient?_id=%s&_revinclude=Observation:subject"}}]}"""
              .formatted(type, patient, patient);

      HttpResponse<String> answer = server.post("", bundle, "Authorization", researcher);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain(SECRETS).contains(patient, observation, "MASKED");
      String alone =
          TestServer.json(as(researcher, "Patient/" + patient)).at("/identifier").toString();
      assertThat(TestServer.json(answer).at("/entry/0/resource/identifier").toString())
          .as("masked once")
          .isEqualTo(alone);
    }
  }

  @Test
  void billingSeesNeitherValuesNorNotes() {
    String body = as(billing, "Observation/" + observation).body();

    assertThat(body).contains("c" + KEY, "2020-06-01", FAMILY).doesNotContain("4711", "\"note\"");
    assertThat(as(billing, "Patient/" + patient).body()).contains(FAMILY);
    assertThat(as(billing, "Observation?value-quantity=4711.5").statusCode()).isEqualTo(403);
    assertThat(as(billing, "Observation?code=urn:code%7Cc" + KEY).statusCode()).isEqualTo(200);
  }

  @Test
  void binaryThatIsMaskedHasNoContent() {
    String binary =
        server.create(
            "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"aGVsbG8=\"}");

    for (String accept : new String[] {"application/fhir+json", "text/plain", "*/*"}) {
      HttpResponse<String> answer = as(billing, "Binary/" + binary, "Accept", accept);
      assertThat(answer.statusCode()).as(accept + answer.body()).isLessThan(300);
      assertThat(answer.body()).doesNotContain("hello", "aGVsbG8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?name=%s",
        "Patient?family=%s",
        "Patient?family:exact=%s",
        "Patient?family:contains=%s",
        "Patient?name:missing=false&_id=%s",
        "Patient?given=%s",
        "Patient?phonetic=%s",
        "Patient?identifier=%s",
        "Patient?identifier=urn:mrn|%s",
        "Patient?identifier:of-type=urn:a|b|%s",
        "Patient?birthdate=1970-05-05&_id=%s",
        "Patient?birthdate=lt1971&_id=%s",
        "Patient?phone=%s",
        "Patient?telecom=%s",
        "Patient?address=%s",
        "Patient?address-city=%s",
        "Patient?address-postalcode=%s",
        "Patient?_id=%s&_sort=birthdate",
        "Patient?_id=%s&_sort=-name",
        "Patient?_filter=family eq %s",
        "Patient?_filter=gender eq female and birthdate eq 1970-05-05 and family eq %s",
        "Observation?subject:Patient.name=%s",
        "Observation?patient.identifier=%s",
        "Observation?subject.family=%s",
        "Observation?patient.birthdate=1970-05-05&code=%s",
        "Observation?code=%s&_sort=patient.name",
        "Observation?date=2020-06-01&code=%s",
        "Observation?code-value-date=%s$2020",
        "Patient?_has:Observation:patient:date=2020-06-01&_id=%s",
        "Patient?_has:Observation:patient:performer.name=%s",
        "Encounter?_has:Observation:encounter:subject:Patient.family=%s",
        "Condition?onset-date=2020&code=%s"
      })
  void searchByWhatIsMaskedIsRefusedWhateverThereIs(String query) {
    String base = query.replace(" ", "%20").replace("|", "%7C");
    HttpResponse<String> hit = as(researcher, base.replace("%s", FAMILY));
    HttpResponse<String> miss = as(researcher, base.replace("%s", "nobody"));

    assertThat(hit.statusCode()).as(hit.body()).isEqualTo(403);
    assertThat(miss.statusCode()).isEqualTo(hit.statusCode());
    assertThat(miss.body()).isEqualTo(hit.body());
    assertThat(hit.body()).contains("MASKED_PARAMETER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Patient?_text=%s", "Patient?_content=%s", "Observation?subject:identifier=%s"})
  void searchThatIsNotOfferedTellsNothing(String query) {
    HttpResponse<String> hit = as(researcher, query.replace("%s", FAMILY));
    HttpResponse<String> miss = as(researcher, query.replace("%s", "nobody"));

    assertThat(hit.statusCode()).isEqualTo(400);
    assertThat(hit.body()).isEqualTo(miss.body());
  }

  @Test
  void predictionOfAMaskedCallerIsMaskedOrRefused() {
    HttpResponse<String> masked = predict(nurse);
    HttpResponse<String> refused = predict(researcher); // the model asks by dates

    assertThat(masked.body()).doesNotContain(SSN, "MASKED_PARAMETER");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("MASKED_PARAMETER").doesNotContain(SECRETS);
  }

  private static HttpResponse<String> predict(String token) {
    return server.post(
        "Patient/%s/$predict".formatted(patient),
        "{\"resourceType\":\"Parameters\"}",
        "Authorization",
        token);
  }

  @Test
  void deletedPatientDoesNotComeBackAsAMaskedCopy() {
    String id = consenting(patient(""));
    String view = as(researcher, "Patient/" + id).body();
    server.delete("Patient/" + id);

    HttpResponse<String> answer = server.put("Patient/" + id, view);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("INCOMPLETE_COPY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?gender=female&_id={p}",
        "Patient?address-state=MA&_id={p}",
        "Patient?_has:Observation:patient:code=urn:code|c{k}",
        "Observation?patient.gender=female&code=urn:code|c{k}",
        "Observation?value-quantity=4711.5&code=urn:code|c{k}",
        "Observation?code-value-quantity=urn:code|c{k}$4711.5",
        "Observation?code=urn:code|c{k}&_sort=_lastUpdated"
      })
  void searchByWhatIsNotMaskedWorks(String query) {
    HttpResponse<String> answer = as(researcher, fill(query).replace("|", "%7C"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestServer.json(answer).path("entry")).hasSize(1);
  }

  @Test
  void nurseSeesTheEndOfTheNationalIdentifierAndCannotSearchByIt() {
    JsonNode view = TestServer.json(as(nurse, "Patient/" + patient));

    assertThat(view.at("/identifier/0/value").asText()).isEqualTo("***-**-6789");
    assertThat(view.at("/identifier/1/value").asText()).isEqualTo("m" + KEY);
    assertThat(view.at("/name/0/family").asText()).isEqualTo(FAMILY);
    assertThat(view.has("text")).isFalse();
    for (String value : new String[] {SSN, SSN_SYSTEM + "%7C" + SSN, "%7C" + SSN, "m" + KEY}) {
      HttpResponse<String> answer = as(nurse, "Patient?identifier=" + value);
      assertThat(answer.statusCode()).as(value).isEqualTo(403);
    }
    assertThat(
            TestServer.json(as(nurse, "Patient?_id=" + patient + "&identifier=urn:mrn%7Cm" + KEY))
                .path("entry"))
        .hasSize(1);
  }

  @Test
  void whatANurseWritesBackNeverErasesTheTruth() {
    String id = consenting(patient(""));
    JsonNode view = TestServer.json(as(nurse, "Patient/" + id));
    String changed = view.toString().replace("\"female\"", "\"other\"");

    HttpResponse<String> answer = server.put("Patient/" + id, changed, "Authorization", nurse);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("***-**-6789", "\"other\"").doesNotContain(SSN);
    String stored = server.get("Patient/" + id).body();
    assertThat(stored)
        .contains(SSN, "\"other\"", "<div")
        .doesNotContain("***", "MASKED", "SUBSETTED");
    assertThat(
            TestServer.json(
                    server.get("Patient?identifier=%s%%7C%s&_id=%s".formatted(SSN_SYSTEM, SSN, id)))
                .path("entry"))
        .hasSize(1);
  }

  @Test
  void transactionOfANurseKeepsTheTruthToo() {
    String id = consenting(patient(""));
    String changed =
        TestServer.json(as(nurse, "Patient/" + id)).toString().replace("\"female\"", "\"other\"");
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"resource":%s,"request":{"method":"PUT","url":"Patient/%s"}}]}"""
            .formatted(changed, id);

    HttpResponse<String> answer =
        server.post("", bundle, "Authorization", nurse, "Prefer", "return=representation");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(SSN);
    assertThat(server.get("Patient/" + id).body())
        .contains(SSN, "\"other\"")
        .doesNotContain("***", "MASKED", "SUBSETTED");
  }

  @Test
  void guessAtAMaskedElementIsRefusedRightOrWrong() {
    String id = consenting(patient(""));
    String view = TestServer.json(as(nurse, "Patient/" + id)).toString();

    HttpResponse<String> right =
        server.put("Patient/" + id, view.replace("***-**-6789", SSN), "Authorization", nurse);
    HttpResponse<String> wrong =
        server.put(
            "Patient/" + id, view.replace("***-**-6789", "999-99-6789"), "Authorization", nurse);

    assertThat(right.statusCode()).isEqualTo(422);
    assertThat(right.body()).contains("MASKED_ELEMENT", "Patient.identifier").doesNotContain(SSN);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).isEqualTo(right.body());
  }

  @Test
  void patchOfANurseKeepsTheTruthAndFindsNothingOut() {
    String id = consenting(patient(""));

    HttpResponse<String> plain =
        patch(id, "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"other\"}]");
    HttpResponse<String> right =
        patch(
            id,
            "[{\"op\":\"test\",\"path\":\"/identifier/0/value\",\"value\":\"%s\"}]".formatted(SSN));
    HttpResponse<String> wrong =
        patch(id, "[{\"op\":\"test\",\"path\":\"/identifier/0/value\",\"value\":\"0\"}]");
    HttpResponse<String> copied =
        patch(id, "[{\"op\":\"copy\",\"from\":\"/identifier/0/value\",\"path\":\"/language\"}]");

    assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
    assertThat(plain.body()).contains("***-**-6789").doesNotContain(SSN);
    assertThat(right.statusCode()).isEqualTo(403);
    assertThat(right.body()).contains("MASKED_ELEMENT").isEqualTo(wrong.body());
    assertThat(copied.statusCode()).isEqualTo(403);
    assertThat(server.get("Patient/" + id).body()).contains(SSN, "\"other\"", "<div");
  }

  @Test
  void guessBehindAFailedPatchOfTheSameBatchIsRefused() {
    String id = consenting(patient(""));
    String view = TestServer.json(as(nurse, "Patient/" + id)).toString();
    String bad =
        java.util.Base64.getEncoder()
            .encodeToString(
                "[{\"op\":\"remove\",\"path\":\"/photo/7\"}]"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
         {"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"%s"},
          "request":{"method":"PATCH","url":"Patient/%s"}},
         {"resource":%s,"request":{"method":"PUT","url":"Patient/%s"}}]}"""
            .formatted(bad, id, view.replace("***-**-6789", SSN), id);

    JsonNode answer = TestServer.json(server.post("", batch, "Authorization", nurse));

    assertThat(answer.at("/entry/1/response/status").asText())
        .as(answer.toString())
        .startsWith("422");
  }

  @Test
  void maskedCopyIsNotStoredByAnybody() {
    String view = as(researcher, "Patient/" + patient).body();

    HttpResponse<String> created = server.post("Patient", view);
    HttpResponse<String> updated = server.put("Patient/" + patient, view);
    HttpResponse<String> new1 =
        server.post(
            "Patient",
            TestServer.json(as(nurse, "Patient/" + patient)).toString(),
            "Authorization",
            nurse);

    for (HttpResponse<String> answer : List.of(created, updated, new1)) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
      assertThat(answer.body()).contains("INCOMPLETE_COPY");
    }
    assertThat(server.get("Patient/" + patient).body()).contains(FAMILY, SSN);
  }

  @Test
  void conditionByWhatIsMaskedIsRefusedWhateverThereIs() {
    for (String value : new String[] {SSN, "000-00-0000"}) {
      String condition = "identifier=" + SSN_SYSTEM + "%7C" + value;
      String bare = "{\"resourceType\":\"Patient\",\"gender\":\"male\"}";
      String reference =
          "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":"
              + "{\"reference\":\"Patient?identifier=%s|%s\"}}".formatted(SSN_SYSTEM, value);
      List<HttpResponse<String>> answers =
          List.of(
              server.post(
                  "Patient",
                  bare,
                  "Authorization",
                  nurse,
                  "If-None-Exist",
                  "identifier=" + SSN_SYSTEM + "|" + value),
              server.put("Patient?" + condition, bare, "Authorization", nurse),
              server.delete("Patient?" + condition, "Authorization", nurse),
              server.send(
                  "PATCH",
                  "Patient?" + condition,
                  "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"male\"}]",
                  "Authorization",
                  nurse,
                  "Content-Type",
                  "application/json-patch+json"),
              server.post("Observation", reference, "Authorization", nurse),
              server.post("", transaction(bare, "POST", "Patient", value), "Authorization", nurse),
              server.post(
                  "",
                  transaction(bare, "PUT", "Patient?identifier=" + SSN_SYSTEM + "|" + value, null),
                  "Authorization",
                  nurse),
              server.post(
                  "", transaction(reference, "POST", "Observation", null), "Authorization", nurse));

      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
                assertThat(answer.body()).contains("MASKED_PARAMETER").doesNotContain(value);
              });
    }
  }

  @Test
  void conditionByAnotherIdentifierFindsTheMaskedResource() {
    String mrn = UUID.randomUUID().toString();
    String body = patient("").replace("m" + KEY, mrn);
    String id = consenting(body);

    HttpResponse<String> single =
        server.post(
            "Patient", body, "Authorization", nurse, "If-None-Exist", "identifier=urn:mrn|" + mrn);
    HttpResponse<String> entry =
        server.post(
            "",
            transaction(
                TestServer.json(as(nurse, "Patient/" + id)).toString(),
                "PUT",
                "Patient?identifier=urn:mrn|" + mrn,
                null),
            "Authorization",
            nurse);

    assertThat(single.statusCode()).as(single.body()).isEqualTo(200);
    assertThat(single.body()).contains(id).doesNotContain(SSN);
    assertThat(entry.statusCode()).as(entry.body()).isEqualTo(200);
    assertThat(TestServer.json(server.get("Patient?identifier=urn:mrn%7C" + mrn)).path("entry"))
        .hasSize(1);
    assertThat(server.get("Patient/" + id).body()).contains(SSN);
  }

  @Test
  void answersToWritesAreMasked() {
    HttpResponse<String> created = server.post("Patient", patient(""), "Authorization", nurse);

    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.body()).contains("***-**-6789").doesNotContain(SSN);
    String id = TestServer.json(created).get("id").asText();
    assertThat(server.get("Patient/" + id).body()).contains(SSN).doesNotContain("MASKED");
  }

  @Test
  void nothingThatNamesASamplePatientIsLeftForResearch() {
    server.loadSample();
    JsonNode patients = TestServer.json(server.get("Patient?identifier:not=none&_count=200"));
    List<String> checked = new java.util.ArrayList<>();
    for (JsonNode entry : patients.path("entry")) {
      JsonNode sample = entry.path("resource");
      List<String> secrets = secrets(sample);
      if (secrets.size() < 6) {
        continue; // of another test
      }
      String id = sample.path("id").asText();
      allowResearch(id);
      String body = as(researcher, "Patient/%s/$everything?_count=500".formatted(id)).body();
      assertThat(body).as(id).contains("Patient/" + id).doesNotContain(secrets);
      checked.add(id);
    }
    assertThat(checked.size()).isGreaterThanOrEqualTo(10);
  }

  /** Names, addresses, numbers and the birthday of a generated patient, whose names have digits. */
  private static List<String> secrets(JsonNode patient) {
    List<String> secrets = new java.util.ArrayList<>();
    for (JsonNode name : patient.path("name")) {
      secrets.add(name.path("family").asText());
      name.path("given").forEach(given -> secrets.add(given.asText()));
    }
    patient.path("telecom").forEach(contact -> secrets.add(contact.path("value").asText()));
    patient.path("address").forEach(each -> secrets.add(each.at("/line/0").asText()));
    patient.path("identifier").forEach(each -> secrets.add(each.path("value").asText()));
    secrets.add(patient.path("birthDate").asText());
    secrets.removeIf(
        text ->
            text.length() < 6
                || text.equals(patient.path("id").asText())
                || !text.matches(".*\\d.*"));
    return secrets;
  }

  @Test
  void validationOfWhatIsStoredIsRefused() {
    assertThat(as(nurse, "Patient/" + patient + "/$validate").statusCode()).isIn(403, 405);
  }

  private static String transaction(String resource, String method, String url, String ssn) {
    return """
        {"resourceType":"Bundle","type":"transaction","entry":[{"resource":%s,
         "request":{"method":"%s","url":"%s"%s}}]}"""
        .formatted(
            resource,
            method,
            url,
            ssn == null ? "" : ",\"ifNoneExist\":\"identifier=" + SSN_SYSTEM + "|" + ssn + "\"");
  }

  private static HttpResponse<String> patch(String id, String patch) {
    return server.send(
        "PATCH",
        "Patient/" + id,
        patch,
        "Authorization",
        nurse,
        "Content-Type",
        "application/json-patch+json");
  }

  private static String fill(String path) {
    return path.replace("{p}", patient)
        .replace("{o}", observation)
        .replace("{k}", KEY)
        .replace("|", "%7C");
  }
}
