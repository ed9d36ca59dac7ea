package health.salus.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleImporterTest {
  private record Answer(int status, String body) {}

  private final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private HttpServer server;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/fhir",
        exchange -> {
          received.add(ImportFile.JSON.readTree(exchange.getRequestBody()));
          Answer answer;
          synchronized (answers) {
            answer = answers.isEmpty() ? new Answer(200, "{}") : answers.pop();
          }
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void createWithUuidBecomesUpdateAndItsReferencesFollow() throws Exception {
    file("patient.json", bundle("transaction", patient("p1"), observation("o1", "urn:uuid:p1")));

    ImportResult result = importAll(400);

    assertThat(result.successful()).isTrue();
    assertThat(urls(received.get(0))).containsExactly("Patient/p1", "Observation/o1");
    assertThat(received.get(0).at("/entry/1/resource/subject/reference").asText())
        .isEqualTo("Patient/p1");
    assertThat(received.get(0).at("/entry/0/request/method").asText()).isEqualTo("PUT");
  }

  @Test
  void largeBundleIsCutWithTargetsFirst() throws Exception {
    file(
        "patient.json",
        bundle(
            "transaction",
            observation("o1", "urn:uuid:p1"),
            observation("o2", "urn:uuid:p1"),
            patient("p1")));

    ImportResult result = importAll(2);

    assertThat(result.sent()).isEqualTo(3);
    assertThat(received).hasSize(2);
    assertThat(urls(received.get(0))).containsExactly("Patient/p1", "Observation/o1");
    assertThat(urls(received.get(1))).containsExactly("Observation/o2");
  }

  @Test
  void circleOfReferencesIsNotCut() throws Exception {
    String first = observation("o1", "urn:uuid:o2");
    String second = observation("o2", "urn:uuid:o1");
    file("patient.json", bundle("transaction", patient("p1"), first, second));

    importAll(1);

    assertThat(received).extracting(b -> b.path("entry").size()).containsExactly(1, 2);
  }

  @Test
  void conditionalReferenceStaysAsItIs() throws Exception {
    String reference = "Practitioner?identifier=http://npi|1";
    file("patient.json", bundle("transaction", observation("o1", reference)));

    importAll(400);

    assertThat(received.get(0).at("/entry/0/resource/subject/reference").asText())
        .isEqualTo(reference);
  }

  @Test
  void conditionalCreateIsReferredToByItsConditionOnlyFromLaterRequests() throws Exception {
    String conditional =
        entry("Patient", "p1", "").replace("\"POST\"", "\"POST\",\"ifNoneExist\":\"identifier=1\"");
    file(
        "patient.json",
        bundle(
            "transaction",
            conditional,
            observation("o1", "urn:uuid:p1"),
            observation("o2", "urn:uuid:p1")));

    importAll(2);

    assertThat(received)
        .flatExtracting(b -> b.findValuesAsText("reference"))
        .containsExactly("urn:uuid:p1", "Patient?identifier=1");
    assertThat(received.get(0).at("/entry/0/fullUrl").asText()).isEqualTo("urn:uuid:p1");
  }

  @Test
  void decimalsKeepTheirDigits() throws Exception {
    file(
        "o.json",
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"valueQuantity\":{\"value\":1.50}}");

    importAll(400);

    assertThat(received.get(0).toString()).contains("1.50");
  }

  @Test
  void hospitalsGoBeforePatients() throws Exception {
    file("a-patient.json", bundle("transaction", patient("p1")));
    file("hospitalInformation1.json", bundle("transaction", entry("Organization", "h", "")));

    importAll(400);

    assertThat(received)
        .flatExtracting(BundleImporterTest::urls)
        .containsExactly("Organization/h", "Patient/p1");
  }

  @Test
  void linesOfBulkDataGoInBatches() throws Exception {
    answers.add(new Answer(200, batchAnswer("201 Created", "200 OK")));
    answers.add(new Answer(200, batchAnswer("201 Created")));
    file(
        "Patient.ndjson",
        """
        {"resourceType":"Patient","id":"a"}
        {"resourceType":"Patient","id":"b"}

        {"resourceType":"Patient"}
        """);

    ImportResult result = importAll(2);

    assertThat(result.successful()).isTrue();
    assertThat(received).extracting(b -> b.path("type").asText()).containsOnly("batch");
    assertThat(urls(received.get(0))).containsExactly("Patient/a", "Patient/b");
    assertThat(received.get(1).at("/entry/0/request/method").asText()).isEqualTo("POST");
  }

  @Test
  void secondRunSendsNothing() throws Exception {
    file("patient.json", bundle("transaction", patient("p1")));
    importAll(400);

    ImportResult second = importAll(400);

    assertThat(received).hasSize(1);
    assertThat(second.sent()).isZero();
    assertThat(second.skipped()).isEqualTo(1);
  }

  @Test
  void secondRunSendsOnlyWhatFailed() throws Exception {
    file("patient.json", bundle("transaction", patient("p1"), patient("p2"), patient("p3")));
    answers.add(new Answer(200, "{}"));
    answers.add(new Answer(400, outcome("wrong", "Bundle.entry[0].resource")));

    ImportResult first = importAll(1);
    ImportResult second = importAll(1);

    assertThat(first.failures()).hasSize(1);
    assertThat(first.failures().get(0).toString())
        .contains("patient.json, entry 1, Patient/p2: HTTP 400: wrong");
    assertThat(urls(received.get(3))).containsExactly("Patient/p2");
    assertThat(second.successful()).isTrue();
    assertThat(second.skipped()).isEqualTo(2);
  }

  @Test
  void lineOfTheJournalThatACrashCutOffCountsForNothing() throws Exception {
    file("patient.json", bundle("transaction", patient("p1")));
    importAll(400);
    Path journal;
    try (var files = Files.list(folder.resolve("state"))) {
      journal = files.findFirst().orElseThrow();
    }
    Files.writeString(journal, Files.readString(journal).substring(0, 30));

    ImportResult second = importAll(400);
    ImportResult third = importAll(400);

    assertThat(second.sent()).isEqualTo(1);
    assertThat(third.skipped()).isEqualTo(1);
  }

  @Test
  void failedEntryOfABatchIsReportedByLine() throws Exception {
    answers.add(new Answer(200, batchAnswer("201 Created", "422 Unprocessable")));
    file(
        "Patient.ndjson",
        "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n{\"resourceType\":\"Patient\",\"id\":\"b\"}\n");

    ImportResult result = importAll(400);

    assertThat(result.sent()).isEqualTo(1);
    assertThat(result.failures())
        .extracting(ImportFailure::entry, ImportFailure::resource, ImportFailure::status)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "Patient/b", 422));
  }

  @Test
  void busyServerIsAskedAgain() throws Exception {
    answers.add(new Answer(503, ""));
    answers.add(new Answer(429, ""));
    file("patient.json", bundle("transaction", patient("p1")));

    assertThat(importAll(400).successful()).isTrue();
    assertThat(received).hasSize(3);
  }

  @Test
  void refusalIsNotRepeated() throws Exception {
    answers.add(new Answer(422, outcome("no", "")));
    file("patient.json", bundle("transaction", patient("p1")));

    assertThat(importAll(400).successful()).isFalse();
    assertThat(received).hasSize(1);
  }

  @Test
  void absentServerIsReported() throws Exception {
    file("patient.json", bundle("transaction", patient("p1")));
    server.stop(0);

    ImportResult result = importAll(400);

    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).reason()).startsWith("no answer");
  }

  @Test
  void brokenFilesDoNotStopTheOthers() throws Exception {
    file("cut.json", "{\"resourceType\":\"Patient\",\"name\":\"Secret");
    Files.write(folder.resolve("in").resolve("cut.json.gz"), truncatedGzip());
    Files.write(folder.resolve("in").resolve("zip.ndjson.gz"), new byte[] {1, 2, 3});
    file("document.json", bundle("document", patient("p2")));
    file("good.json", bundle("transaction", patient("p1")));

    ImportResult result = importAll(400);

    assertThat(result.sent()).isEqualTo(1);
    assertThat(result.failures())
        .extracting(f -> f.file().getFileName().toString())
        .containsExactlyInAnyOrder("cut.json", "cut.json.gz", "zip.ndjson.gz", "document.json");
    assertThat(result.report()).doesNotContain("Secret");
  }

  @Test
  void progressIsWrittenInPlainLines() throws Exception {
    file("patient.json", bundle("transaction", patient("p1")));

    importAll(400);

    assertThat(progress.toString(StandardCharsets.UTF_8))
        .contains("100 %  1 resources")
        .doesNotContain("\r");
  }

  private ImportResult importAll(int maxEntries) throws Exception {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    ImportOptions options =
        new ImportOptions(
            base, folder.resolve("state"), 2, maxEntries, 4, Duration.ofMillis(1), Optional::empty);
    PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
    return new BundleImporter(options, out, false, Clock.systemUTC())
        .run(List.of(folder.resolve("in")));
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("in")).resolve(name), content);
  }

  private static byte[] truncatedGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(bundle("transaction", patient("p9")).getBytes(StandardCharsets.UTF_8));
    }
    return java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20);
  }

  private static String bundle(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
        .formatted(type, String.join(",", entries));
  }

  private static String patient(String id) {
    return entry("Patient", id, "");
  }

  private static String observation(String id, String subject) {
    return entry("Observation", id, ",\"subject\":{\"reference\":\"" + subject + "\"}");
  }

  private static String entry(String type, String id, String more) {
    return """
        {"fullUrl":"urn:uuid:%2$s","resource":{"resourceType":"%1$s"%3$s},
         "request":{"method":"POST","url":"%1$s"}}"""
        .formatted(type, id, more);
  }

  private static String batchAnswer(String... statuses) {
    StringBuilder entries = new StringBuilder();
    for (String status : statuses) {
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("{\"response\":{\"status\":\"").append(status).append("\"}}");
    }
    return "{\"resourceType\":\"Bundle\",\"entry\":[" + entries + "]}";
  }

  private static String outcome(String text, String expression) {
    return """
        {"resourceType":"OperationOutcome",
         "issue":[{"severity":"error","diagnostics":"%s","expression":["%s"]}]}"""
        .formatted(text, expression);
  }

  private static List<String> urls(JsonNode bundle) {
    return bundle.findValuesAsText("url");
  }
}
