package health.salus.server.label;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.Application;
import health.salus.server.TestServer;
import health.salus.server.TestTokens;
import health.salus.server.config.ServerConfig;
import health.salus.server.models.ModelsConfig;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the rules change, what is stored is labelled anew. */
class RelabelIT {
  private static final String RULES =
      """
      rules:
        - {name: x, labels: [%s, R], codes: {"urn:c": [x]}}
      """;

  private static final String DENIES_HIV =
      """
      {"resourceType":"Consent","id":"c","status":"active","dateTime":"2026-01-01",
       "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
       "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
       "patient":{"reference":"Patient/p"},"policy":[{"uri":"urn:policy"}],
       "provision":{"type":"deny","securityLabel":[
         {"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}}""";

  @TempDir private Path folder;

  @Test
  void newRulesPutTheirLabelsOnAndTakeThoseOfOldRulesOff() throws Exception {
    Path settings = folder.resolve("config");
    Files.createDirectories(settings);
    ServerConfig config = config(settings);
    String id;
    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("PSY"));
    try (Application application = new Application()) {
      application.start(config);
      application
          .authorizationServer()
          .users()
          .save(new NewUser("admin", Optional.empty(), Set.of(Role.ADMIN)), "secret-of-a-test");
      id =
          send(
                  application,
                  "POST",
                  "Observation",
                  """
                  {"resourceType":"Observation","status":"final",
                   "meta":{"security":[{"system":"urn:own","code":"kept"}]},
                   "code":{"coding":[{"system":"urn:c","code":"x"}]}}""")
              .headers()
              .firstValue("Location")
              .orElseThrow()
              .replaceAll(".*/Observation/([^/]*)/.*", "$1");
      assertThat(read(application, id)).contains("\"PSY\"", "\"kept\"");
    }

    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("HIV"));
    try (Application application = new Application()) {
      application.start(config);
      Instant end = Instant.now().plus(Duration.ofSeconds(30));
      String body = read(application, id);
      while (!body.contains("\"HIV\"") && Instant.now().isBefore(end)) {
        Thread.sleep(200);
        body = read(application, id);
      }
      assertThat(body).contains("\"HIV\"", "\"kept\"", "\"R\"").doesNotContain("\"PSY\"");
    }
  }

  @Test
  void whatTellsOfARelabelledResourceIsProtectedAsWell() throws Exception {
    Path settings = folder.resolve("config");
    Files.createDirectories(settings);
    ServerConfig config = config(settings);
    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("PSY"));
    try (Application application = new Application()) {
      application.start(config);
      var users = application.authorizationServer().users();
      users.save(new NewUser("admin", Optional.empty(), Set.of(Role.ADMIN)), "secret-of-a-test");
      users.save(
          new NewUser("doctor", Optional.empty(), Set.of(Role.CLINICIAN)), "secret-of-a-test");
      put(application, "Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true}");
      put(
          application,
          "Observation/o",
          """
          {"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/p"},
           "code":{"coding":[{"system":"urn:c","code":"x"}]}}""");
      put(
          application,
          "Provenance/v",
          """
          {"resourceType":"Provenance","id":"v","target":[{"reference":"Observation/o"}],
           "recorded":"2026-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]}""");
      put(application, "Consent/c", DENIES_HIV);
      assertThat(doctor(application, "Provenance/v")).isEqualTo(200);
    }

    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("HIV"));
    try (Application application = new Application()) {
      application.start(config);
      Instant end = Instant.now().plus(Duration.ofSeconds(30));
      while (doctor(application, "Observation/o") == 200 && Instant.now().isBefore(end)) {
        Thread.sleep(200);
      }
      assertThat(doctor(application, "Observation/o")).isEqualTo(404);
      assertThat(doctor(application, "Provenance/v")).isEqualTo(404);
    }
  }

  private void put(Application application, String address, String json) throws Exception {
    HttpResponse<String> answer = send(application, "PUT", address, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private int doctor(Application application, String path) throws Exception {
    String token =
        new TestTokens(application.port(), folder.resolve("data"))
            .forUser("doctor", Optional.empty(), Optional.of("user/*.rs"));
    return send(application, token, "GET", path, "").statusCode();
  }

  private ServerConfig config(Path settings) {
    ServerConfig shipped = TestServer.config(folder.resolve("data"));
    Path models = TestServer.home().resolve("config/models").toAbsolutePath();
    return new ServerConfig(
        shipped.server(),
        shipped.database(),
        shipped.fhir(),
        new ModelsConfig(
            models.toString(), shipped.models().standard(), shipped.models().warningPercent()),
        shipped.smart(),
        shipped.consent(),
        shipped.logFormat(),
        shipped.masking(),
        shipped.encryption(),
        shipped.data(),
        settings);
  }

  private String read(Application application, String id) throws Exception {
    return send(application, "GET", "Observation/" + id, "").body();
  }

  private HttpResponse<String> send(
      Application application, String method, String path, String body) throws Exception {
    String token = new TestTokens(application.port(), folder.resolve("data")).forAdministrator();
    return send(application, token, method, path, body);
  }

  private static HttpResponse<String> send(
      Application application, String token, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/fhir/%s".formatted(application.port(), path)))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
