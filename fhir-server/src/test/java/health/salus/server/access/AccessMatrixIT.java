package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every interaction and operation that is on, by every kind of caller, on a record inside of the
 * caller's rights, outside of them, and one that does not exist. The last two must look the same.
 */
class AccessMatrixIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final String LAB = "laboratory";
  private static final String VITAL = "vital-signs";
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  private static final String JSON_PATCH =
      """
      [{"op":"replace","path":"/status","value":"amended"}]""";
  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","id":"{observation}","status":"amended",
       "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",
         "code":"laboratory"}]}],
       "code":{"coding":[{"system":"urn:code","code":"c"}]},"subject":{"reference":"Patient/{patient}"}}""";
  private static final String NEW_OBSERVATION =
      OBSERVATION.replace("\"id\":\"{observation}\",", "");
  private static final String OWN_WITH_ENCOUNTER =
      """
      {"resourceType":"Observation","status":"final","code":{"text":"c"},
       "identifier":[{"system":"urn:s","value":"{key}"}],
       "subject":{"reference":"Patient/{own}"},"encounter":{"reference":"Encounter/{encounter}"}}""";

  private record Expected(int own, int foreign, int missing) {}

  /** What a row is allowed to answer: own, foreign, missing; for each caller. */
  private record Row(
      String name,
      String method,
      String path,
      String body,
      List<String> headers,
      boolean changes,
      Expected patient,
      Expected clinician,
      Expected backend) {}

  /** Rows whose answer does not speak of the record. */
  private static final List<String> DATA_FREE =
      List.of(
          "metadata",
          "validate",
          "expand",
          "lookup",
          "validate-code",
          "subsumes",
          "translate",
          "batch Observation?encounter.identifier={key}",
          "transaction Observation?encounter.identifier={key}",
          "batch update",
          "batch delete");

  private static final Expected FORBIDDEN = new Expected(403, 403, 403);
  private static final Expected FOUND = new Expected(200, 200, 200);

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Expected known = new Expected(200, 404, 404);
    Expected stored = new Expected(200, 200, 404);
    rows.add(read("read", "Observation/{observation}", known, known, stored));
    rows.add(read("read patient", "Patient/{patient}", known, FORBIDDEN, stored));
    rows.add(read("read binary", "Binary/{binary}", known, FORBIDDEN, stored));
    rows.add(
        new Row(
            "head",
            "HEAD",
            "Observation/{observation}",
            null,
            List.of(),
            false,
            known,
            known,
            stored));
    rows.add(read("vread", "Observation/{observation}/_history/1", known, known, stored));
    rows.add(read("history", "Observation/{observation}/_history", known, known, stored));
    rows.add(read("history of patient", "Patient/{patient}/_history", known, FORBIDDEN, stored));
    rows.add(read("history of type", "Observation/_history", FORBIDDEN, FORBIDDEN, FORBIDDEN));
    rows.add(read("history of all", "_history?_count=1", FORBIDDEN, FORBIDDEN, FORBIDDEN));
    for (String search :
        List.of(
            "Observation?_id={observation}",
            "Observation?identifier={key}",
            "Observation?identifier={key}&_total=accurate",
            "Observation?identifier={key}&_summary=count",
            "Observation?identifier={key}&_count=0",
            "Observation?subject=Patient/{patient}&_sort=-_lastUpdated",
            "Observation?_id={observation}&_revinclude=Observation:has-member",
            "Observation?_filter=identifier eq \"{key}\"",
            "Observation?identifier={key}&status:not=draft")) {
      rows.add(
          read(
              "search " + search,
              search.replace(" ", "%20").replace("\"", "%22"),
              FOUND,
              FOUND,
              FOUND));
    }
    rows.add(
        new Row(
            "search by post",
            "POST",
            "Observation/_search",
            "identifier={key}",
            List.of("Content-Type", "application/x-www-form-urlencoded"),
            false,
            FOUND,
            FOUND,
            FOUND));
    for (String search :
        List.of(
            "Patient?identifier={key}",
            "Patient?family=Name-{key}",
            "Patient?_id={patient}&_revinclude=Observation:subject",
            "Encounter?identifier={key}&_include=Encounter:patient",
            "?_id={observation}",
            "?_type=Patient,Encounter&_id={patient}")) {
      rows.add(
          read(
              "search " + search,
              search,
              FOUND,
              search.startsWith("?_id") ? FOUND : FORBIDDEN,
              FOUND));
    }
    rows.add(
        read(
            "sort by a chain",
            "Observation?identifier={key}&_sort=encounter.date",
            FORBIDDEN,
            FORBIDDEN,
            FORBIDDEN));
    for (String search :
        List.of(
            "Observation?subject:Patient.identifier={key}",
            "Observation?encounter.identifier={key}",
            "Patient?_has:Observation:subject:identifier={key}",
            "Patient?_has:Observation:subject:encounter.identifier={key}",
            "Patient?_has:Encounter:subject:_has:Observation:encounter:identifier={key}",
            "Observation?subject:Patient._id={patient}")) {
      rows.add(read("hop " + search, search, FOUND, FORBIDDEN, FOUND));
    }
    rows.add(
        read(
            "iterate",
            "Observation?identifier={key}&_include:iterate=Observation:has-member",
            FORBIDDEN,
            FORBIDDEN,
            FORBIDDEN));
    rows.add(
        write(
            "create",
            "POST",
            "Observation",
            NEW_OBSERVATION,
            new Expected(201, 403, 403),
            FORBIDDEN,
            new Expected(201, 201, 400)));
    rows.add(
        write(
            "create with a reference",
            "POST",
            "Observation",
            OWN_WITH_ENCOUNTER,
            new Expected(201, 400, 400),
            FORBIDDEN,
            new Expected(201, 201, 400)));
    rows.add(
        write(
            "create on condition",
            "POST",
            "Encounter",
            """
            {"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},
             "identifier":[{"system":"urn:s","value":"{key}"}],"subject":{"reference":"Patient/{own}"}}""",
            new Expected(200, 201, 201),
            FORBIDDEN,
            new Expected(200, 200, 201),
            "If-None-Exist",
            "identifier={key}"));
    rows.add(
        write(
            "update",
            "PUT",
            "Observation/{observation}",
            OBSERVATION,
            known,
            FORBIDDEN,
            new Expected(200, 200, 400)));
    rows.add(
        write(
            "update on condition",
            "PUT",
            "Observation?identifier={key}",
            OWN_WITH_ENCOUNTER.replace("Encounter/{encounter}", "Encounter/{ownEncounter}"),
            new Expected(200, 201, 201),
            FORBIDDEN,
            new Expected(200, 200, 201)));
    rows.add(
        write(
            "patch",
            "PATCH",
            "Observation/{observation}",
            JSON_PATCH,
            known,
            FORBIDDEN,
            stored,
            "Content-Type",
            "application/json-patch+json"));
    rows.add(
        write(
            "patch on condition",
            "PATCH",
            "Observation?identifier={key}",
            JSON_PATCH,
            known,
            FORBIDDEN,
            stored,
            "Content-Type",
            "application/json-patch+json"));
    rows.add(
        write("delete", "DELETE", "Observation/{observation}", null, known, FORBIDDEN, stored));
    rows.add(
        write(
            "delete on condition",
            "DELETE",
            "Observation?identifier={key}",
            null,
            FOUND,
            FORBIDDEN,
            FOUND));
    rows.add(read("everything", "Patient/{patient}/$everything", known, FORBIDDEN, stored));
    rows.add(
        read("everything of all", "Patient/$everything?_count=1", FORBIDDEN, FORBIDDEN, FORBIDDEN));
    rows.add(
        write("validate", "POST", "Observation/$validate", NEW_OBSERVATION, FOUND, FOUND, FOUND));
    rows.add(
        read(
            "expand",
            "ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender",
            FOUND,
            FORBIDDEN,
            FOUND));
    rows.add(
        read(
            "lookup",
            "CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=male",
            FOUND,
            FORBIDDEN,
            FOUND));
    rows.add(
        write(
            "predict",
            "POST",
            "Patient/{patient}/$predict",
            null,
            new Expected(422, 404, 404),
            FORBIDDEN,
            new Expected(422, 422, 404)));
    rows.add(
        read(
            "validate-code",
            "ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender"
                + "&system=http://hl7.org/fhir/administrative-gender&code=male",
            FOUND,
            FORBIDDEN,
            FOUND));
    rows.add(
        read(
            "subsumes",
            "CodeSystem/$subsumes?system=http://hl7.org/fhir/administrative-gender"
                + "&codeA=male&codeB=male",
            new Expected(400, 400, 400), // no code system of the database
            FORBIDDEN,
            new Expected(400, 400, 400)));
    rows.add(
        read(
            "translate",
            "ConceptMap/$translate?system=http://hl7.org/fhir/administrative-gender&code=male"
                + "&target=http://example.org/none",
            FOUND,
            FORBIDDEN,
            FOUND));
    rows.addAll(bundleRows());
    rows.add(read("metadata", "metadata", FOUND, FOUND, FOUND));
    return rows;
  }

  /** The same inside bundles; a batch answers each entry by itself, so its status tells nothing. */
  private static List<Row> bundleRows() {
    List<Row> rows = new ArrayList<>();
    Expected known = new Expected(200, 404, 404);
    Expected stored = new Expected(200, 200, 404);
    for (String read :
        List.of(
            "Observation/{observation}",
            "Observation/{observation}/_history",
            "Observation?identifier={key}",
            "Observation?encounter.identifier={key}")) {
      String entry = entry("GET", read, "");
      rows.add(write("batch " + read, "POST", "", bundle("batch", entry), FOUND, FOUND, FOUND));
      String transaction = bundle("transaction", entry);
      rows.add(write("transaction " + read, "POST", "", transaction, FOUND, FOUND, FOUND));
    }
    String put = entry("PUT", "Observation/{observation}", OBSERVATION);
    rows.add(write("batch update", "POST", "", bundle("batch", put), FOUND, FOUND, FOUND));
    rows.add(
        write(
            "transaction update",
            "POST",
            "",
            bundle("transaction", put),
            known,
            FORBIDDEN,
            new Expected(200, 200, 400)));
    String delete = entry("DELETE", "Observation/{observation}", "");
    rows.add(write("batch delete", "POST", "", bundle("batch", delete), FOUND, FOUND, FOUND));
    rows.add(
        write(
            "transaction delete",
            "POST",
            "",
            bundle("transaction", delete),
            known,
            FORBIDDEN,
            stored));
    String post = entry("POST", "Observation", NEW_OBSERVATION);
    rows.add(
        write(
            "transaction create",
            "POST",
            "",
            bundle("transaction", post),
            new Expected(200, 403, 403),
            FORBIDDEN,
            new Expected(200, 200, 400)));
    String patch =
        entry(
            "PATCH",
            "Observation/{observation}",
            """
            {"resourceType":"Binary","contentType":"application/json-patch+json",
             "data":"W3sib3AiOiJyZXBsYWNlIiwicGF0aCI6Ii9zdGF0dXMiLCJ2YWx1ZSI6ImFtZW5kZWQifV0="}""");
    rows.add(
        write(
            "transaction patch",
            "POST",
            "",
            bundle("transaction", patch),
            known,
            FORBIDDEN,
            stored));
    String conditional =
        entry("PUT", "Observation?identifier={key}", OWN_WITH_ENCOUNTER)
            .replace("Encounter/{encounter}", "Encounter/{ownEncounter}");
    rows.add(
        write(
            "transaction update on condition",
            "POST",
            "",
            bundle("transaction", conditional),
            FOUND,
            FORBIDDEN,
            FOUND));
    String byReference =
        entry(
            "POST",
            "Observation",
            OWN_WITH_ENCOUNTER.replace("Encounter/{encounter}", "Encounter?identifier={key}"));
    rows.add(
        write(
            "transaction reference by search",
            "POST",
            "",
            bundle("transaction", byReference),
            new Expected(200, 404, 404),
            FORBIDDEN,
            new Expected(200, 200, 404)));
    return rows;
  }

  private static String entry(String method, String url, String resource) {
    String content = resource.isEmpty() ? "" : "\"resource\":" + resource + ",";
    return "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}".formatted(content, method, url);
  }

  private static String bundle(String type, String entry) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}".formatted(type, entry);
  }

  private static Row read(
      String name, String path, Expected patient, Expected clinician, Expected backend) {
    return new Row(name, "GET", path, null, List.of(), false, patient, clinician, backend);
  }

  private static Row write(
      String name,
      String method,
      String path,
      String body,
      Expected patient,
      Expected clinician,
      Expected backend,
      String... headers) {
    return new Row(name, method, path, body, List.of(headers), true, patient, clinician, backend);
  }

  @TestFactory
  Stream<DynamicTest> everyCell() {
    Target own = Target.record(SERVER, "own", LAB);
    Target foreign = Target.record(SERVER, "foreign", VITAL);
    String patient = TestUsers.patient(SERVER, own.ids().get("patient"), "patient/*.cruds");
    String clinician = TestUsers.clinician(SERVER, "user/Observation.rs?category=" + CATEGORY);
    String backend = TestUsers.backend(SERVER, "system/*.cruds");
    return rows().stream()
        .flatMap(
            row ->
                Stream.of(
                    cell(row, "patient", patient, row.patient(), own, foreign),
                    cell(row, "clinician", clinician, row.clinician(), own, foreign),
                    anonymous(row, own),
                    cell(row, "backend", backend, row.backend(), own, foreign)));
  }

  private DynamicTest anonymous(Row row, Target own) {
    return DynamicTest.dynamicTest(
        "anonymous: " + row.name(),
        () -> {
          HttpResponse<String> answer = ask(row, TestServer.NO_TOKEN, own, own);
          boolean open = row.name().equals("metadata");

          assertThat(answer.statusCode()).as(row.name()).isEqualTo(open ? 200 : 401);
          assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
              .isNotEqualTo(open);
        });
  }

  private DynamicTest cell(
      Row row, String caller, String token, Expected expected, Target own, Target foreign) {
    return DynamicTest.dynamicTest(
        caller + ": " + row.name(),
        () -> {
          Target mine = row.changes() ? again(own, LAB) : own;
          Target theirs = row.changes() ? again(foreign, VITAL) : foreign;
          Target none = Target.missing();
          HttpResponse<String> ofMine = ask(row, token, mine, own);
          HttpResponse<String> ofTheirs = ask(row, token, theirs, own);
          HttpResponse<String> ofNone = ask(row, token, none, own);

          assertThat(status(row, ofMine))
              .as(caller + " " + row.name() + " own: " + ofMine.body())
              .isEqualTo(expected.own());
          assertThat(status(row, ofTheirs))
              .as(caller + " " + row.name() + " foreign: " + ofTheirs.body())
              .isEqualTo(expected.foreign());
          assertThat(ofNone.statusCode())
              .as(caller + " " + row.name() + " missing: " + ofNone.body())
              .isEqualTo(expected.missing());
          // What the server can do changes while other tests add search parameters.
          if (!caller.equals("backend") && !row.name().equals("metadata")) {
            assertThat(seen(ofTheirs, theirs))
                .as(caller + " " + row.name())
                .isEqualTo(seen(ofNone, none));
            if (expected.own() == 200
                && expected.missing() == 200
                && !DATA_FREE.contains(row.name())) {
              assertThat(seen(ofMine, mine))
                  .as(caller + " " + row.name() + " finds its own")
                  .isNotEqualTo(seen(ofNone, none));
            }
          }
        });
  }

  /** Whether another test has trained the model decides between "not yet" and "too little". */
  private static int status(Row row, HttpResponse<String> answer) {
    boolean untrained = row.name().equals("predict") && answer.statusCode() == 503;
    return untrained ? 422 : answer.statusCode();
  }

  private static Target again(Target target, String category) {
    return Target.inRecord(SERVER, target.name(), category, target.ids().get("patient"));
  }

  private static HttpResponse<String> ask(Row row, String token, Target target, Target own) {
    List<String> headers = new ArrayList<>();
    row.headers().forEach(header -> headers.add(target.fill(header)));
    headers.addAll(List.of("Authorization", token));
    String body =
        row.body() == null
            ? null
            : target
                .fill(row.body())
                .replace("{ownEncounter}", own.ids().get("encounter"))
                .replace("{own}", own.ids().get("patient"));
    return SERVER.send(row.method(), target.fill(row.path()), body, headers.toArray(new String[0]));
  }

  /** All that a caller sees, without what differs from request to request anyway. */
  private static Map<String, String> seen(HttpResponse<String> answer, Target target) {
    Map<String, String> seen = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> seen.put(name.toLowerCase(java.util.Locale.ROOT), values.toString()));
    List.of("date", "x-request-id", "last-modified", "content-length").forEach(seen::remove);
    seen.replaceAll((name, value) -> neutral(target.blank(value)));
    seen.put("status", String.valueOf(answer.statusCode()));
    seen.put("body", neutral(target.blank(answer.body())));
    return seen;
  }

  private static String neutral(String text) {
    return text.replaceAll("Took \\d+ms", "Took TIME")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("_page=[\\w-]+", "_page=LINK");
  }
}
