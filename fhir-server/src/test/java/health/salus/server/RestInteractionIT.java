package health.salus.server;

import static health.salus.server.Answers.header;
import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Statuses and headers of the interactions on one resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
class RestInteractionIT {
  private static final String XML = "application/fhir+xml";

  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();

  @Test
  void createAnswersWithWhereTheResourceIs() {
    HttpResponse<String> created = server.post("Patient", patient(""));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Location")).matches(server.base() + "/Patient/[\\w-]+/_history/1");
    assertThat(header(created, "ETag")).isEqualTo("W/\"1\"");
    assertThat(header(created, "Last-Modified")).endsWith("GMT");
  }

  @Test
  void createIgnoresTheIdInTheBody() {
    String id = server.create(patient("\"id\":\"chosen\","));

    assertThat(id).isNotEqualTo("chosen");
  }

  @Test
  void readCarriesVersionHeaders() {
    String id = server.create(patient(""));

    HttpResponse<String> read = server.get("Patient/" + id);

    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(header(read, "ETag")).isEqualTo("W/\"1\"");
    assertThat(header(read, "Last-Modified")).endsWith("GMT");
  }

  @Test
  void unchangedResourceIsNotSentAgain() {
    String id = server.create(patient(""));

    assertThat(server.get("Patient/" + id, "If-None-Match", "W/\"1\"").statusCode()).isEqualTo(304);
    assertThat(server.get("Patient/" + id, "If-None-Match", "W/\"2\"").statusCode()).isEqualTo(200);
  }

  @Test
  void oldVersionsStayReadable() {
    String id = server.create(patient(""));
    server.put("Patient/" + id, patient("\"id\":\"" + id + "\",\"active\":true,"));

    HttpResponse<String> first = server.get("Patient/" + id + "/_history/1");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "ETag")).isEqualTo("W/\"1\"");
    assertThat(TestServer.json(first).has("active")).isFalse();
    refused(server.get("Patient/" + id + "/_history/9"), 404);
  }

  @Test
  void updateCreatesUnderTheClientsId() {
    String id = "1" + System.nanoTime();
    String body = patient("\"id\":\"" + id + "\",");

    HttpResponse<String> created = server.put("Patient/" + id, body);
    HttpResponse<String> updated =
        server.put("Patient/" + id, patient("\"id\":\"" + id + "\",\"active\":true,"));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Location")).endsWith("/Patient/" + id + "/_history/1");
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(header(updated, "ETag")).isEqualTo("W/\"2\"");
  }

  @Test
  void staleVersionDoesNotOverwrite() {
    String id = server.create(patient(""));
    String body = patient("\"id\":\"" + id + "\",\"active\":true,");

    refused(server.put("Patient/" + id, body, "If-Match", "W/\"7\""), 412);
    assertThat(server.put("Patient/" + id, body, "If-Match", "W/\"1\"").statusCode())
        .isEqualTo(200);
    refused(server.put("Patient/" + id, body, "If-Match", "W/\"1\""), 412);
  }

  @Test
  void updateWithAnotherIdThanTheUrlIsRefused() {
    refused(server.put("Patient/" + key, patient("\"id\":\"secret-id\",")), 400, "secret-id");
    refused(server.put("Patient/" + key, patient("")), 400);
    refused(server.get("Patient/" + key), 404);
  }

  @Test
  void illegalIdsAreRefused() {
    refused(server.put("Patient/a_b", patient("\"id\":\"a_b\",")), 400);
    String tooLong = "x".repeat(65);
    refused(server.put("Patient/" + tooLong, patient("\"id\":\"" + tooLong + "\",")), 400);
  }

  @Test
  void deletedResourceIsGone() {
    String id = server.create(patient(""));

    assertThat(server.delete("Patient/" + id).statusCode()).isIn(200, 204);
    refused(server.get("Patient/" + id), 410);
    assertThat(server.delete("Patient/" + id).statusCode()).isIn(200, 204);
  }

  @Test
  void deletedResourceComesBackByUpdate() {
    String id = server.create(patient(""));
    server.delete("Patient/" + id);

    HttpResponse<String> back = server.put("Patient/" + id, patient("\"id\":\"" + id + "\","));

    assertThat(back.statusCode()).isEqualTo(201);
    assertThat(server.get("Patient/" + id).statusCode()).isEqualTo(200);
  }

  @Test
  void deletingWhatNeverWasSucceeds() {
    assertThat(server.delete("Patient/" + key).statusCode()).isIn(200, 204);
  }

  @Test
  void conditionalCreateCreatesOnce() {
    HttpResponse<String> first =
        server.post("Patient", patient(identifier()), "If-None-Exist", "identifier=urn:k|" + key);
    HttpResponse<String> second =
        server.post("Patient", patient(identifier()), "If-None-Exist", "identifier=urn:k|" + key);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(found()).isEqualTo(1);
  }

  @Test
  void conditionalOperationsRefuseSeveralMatches() {
    server.create(patient(identifier()));
    server.create(patient(identifier()));

    refused(
        server.post("Patient", patient(identifier()), "If-None-Exist", "identifier=urn:k|" + key),
        412,
        key);
    refused(server.put("Patient?identifier=urn:k%7C" + key, patient(identifier())), 412, key);
    refused(server.delete("Patient?identifier=urn:k%7C" + key), 412, key);
    assertThat(found()).isEqualTo(2);
  }

  @Test
  void conditionalUpdateCreatesThenUpdates() {
    String url = "Patient?identifier=urn:k%7C" + key;

    assertThat(server.put(url, patient(identifier())).statusCode()).isEqualTo(201);
    HttpResponse<String> second = server.put(url, patient(identifier() + "\"active\":true,"));
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(header(second, "ETag")).isEqualTo("W/\"2\"");
  }

  @Test
  void conditionalDeleteDeletesTheMatch() {
    server.create(patient(identifier()));

    assertThat(server.delete("Patient?identifier=urn:k%7C" + key).statusCode()).isIn(200, 204);
    assertThat(found()).isZero();
  }

  @Test
  void preferDecidesWhatComesBack() {
    HttpResponse<String> minimal = server.post("Patient", patient(""), "Prefer", "return=minimal");
    HttpResponse<String> outcome =
        server.post("Patient", patient(""), "Prefer", "return=OperationOutcome");
    HttpResponse<String> whole =
        server.post("Patient", patient(""), "Prefer", "return=representation");

    assertThat(minimal.body()).isEmpty();
    assertThat(header(minimal, "Location")).isNotEmpty();
    assertThat(TestServer.json(outcome).path("resourceType").asText())
        .isEqualTo("OperationOutcome");
    assertThat(TestServer.json(whole).path("resourceType").asText()).isEqualTo("Patient");
  }

  @Test
  void xmlGoesInAndOut() {
    String xml =
        "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"Ex &amp; Em\"/></name></Patient>";

    HttpResponse<String> created = server.post("Patient", xml, "Content-Type", XML, "Accept", XML);

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Content-Type")).startsWith(XML);
    assertThat(created.body()).contains("<family value=\"Ex &amp; Em\"/>");
    String id = created.body().replaceAll("(?s).*<id value=\"([^\"]+)\".*", "$1");
    assertThat(TestServer.json(server.get("Patient/" + id)).at("/name/0/family").asText())
        .isEqualTo("Ex & Em");
    assertThat(server.get("Patient/" + id + "?_format=xml").body()).startsWith("<Patient");
  }

  @Test
  void gzipGoesInAndOut() throws IOException, InterruptedException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(patient("").getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.base() + "/Patient"))
            .header("Content-Type", "application/fhir+json")
            .header("Content-Encoding", "gzip")
            .header("Accept-Encoding", "gzip")
            .header("Authorization", "Bearer " + server.administratorToken())
            .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
            .build();

    HttpResponse<byte[]> created =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(created.body()))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("Patient");
    }
  }

  @Test
  void headAnswersLikeGetWithoutBody() {
    String id = server.create(patient(""));

    HttpResponse<String> head = server.send("HEAD", "Patient/" + id, null);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "ETag")).isEqualTo("W/\"1\"");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void browsersMayAskFromOtherSites() {
    HttpResponse<String> preflight =
        server.send(
            "OPTIONS",
            "Patient",
            null,
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            "content-type,if-match");

    assertThat(preflight.statusCode()).isIn(200, 204);
    assertThat(header(preflight, "Access-Control-Allow-Origin")).isNotEmpty();
    assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PUT");
    assertThat(header(preflight, "Access-Control-Allow-Credentials")).isNotEqualTo("true");
  }

  private int found() {
    return TestServer.json(server.get("Patient?_summary=count&identifier=urn:k%7C" + key))
        .path("total")
        .asInt(-1);
  }

  private String identifier() {
    return "\"identifier\":[{\"system\":\"urn:k\",\"value\":\"" + key + "\"}],";
  }

  /** A patient with these fields, each with its comma. */
  private static String patient(String fields) {
    return "{\"resourceType\":\"Patient\"," + fields + "\"name\":[{\"family\":\"Interaction\"}]}";
  }
}
