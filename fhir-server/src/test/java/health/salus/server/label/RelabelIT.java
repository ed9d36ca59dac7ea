package health.salus.server.label;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.Application;
import health.salus.server.MigratedDatabase;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import health.salus.server.models.ModelsConfig;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the rules change, stored resources are labelled again. Both tests look at one server that
 * was started with old rules, filled, and started again with new ones.
 */
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

  @TempDir private static Path folder;
  private static TestServer server;
  private static String labelled;
  private static String beforeTheChange;
  private static int provenanceBeforeTheChange;

  @BeforeAll
  static void changeTheRules() throws IOException {
    Path settings = Files.createDirectories(folder.resolve("config"));
    Path data = folder.resolve("data");
    ServerConfig config = config(data, settings);
    MigratedDatabase.copyTo(data);
    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("PSY"));
    server = TestServer.start(new Application(), config, data);
    labelled =
        server.create(
            """
            {"resourceType":"Observation","status":"final",
             "meta":{"security":[{"system":"urn:own","code":"kept"}]},
             "code":{"coding":[{"system":"urn:c","code":"x"}]}}""");
    beforeTheChange = server.get("Observation/" + labelled).body();
    storeWhatTellsOfAResource();
    provenanceBeforeTheChange = doctor("Provenance/v");
    server.close();

    Files.writeString(settings.resolve("labels.yaml"), RULES.formatted("HIV"));
    server = TestServer.start(new Application(), config, data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void storeWhatTellsOfAResource() {
    server
        .authorizationServer()
        .users()
        .save(new NewUser("doctor", Optional.empty(), Set.of(Role.CLINICIAN)), "secret-of-a-test");
    put("Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true}");
    put(
        "Observation/o",
        """
        {"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/p"},
         "code":{"coding":[{"system":"urn:c","code":"x"}]}}""");
    put(
        "Provenance/v",
        """
        {"resourceType":"Provenance","id":"v","target":[{"reference":"Observation/o"}],
         "recorded":"2026-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]}""");
    put("Consent/c", DENIES_HIV);
  }

  @Test
  void newRulesPutTheirLabelsOnAndTakeThoseOfOldRulesOff() throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    String body = server.get("Observation/" + labelled).body();
    while (!body.contains("\"HIV\"") && Instant.now().isBefore(end)) {
      Thread.sleep(200);
      body = server.get("Observation/" + labelled).body();
    }

    assertThat(beforeTheChange).contains("\"PSY\"", "\"kept\"");
    assertThat(body).contains("\"HIV\"", "\"kept\"", "\"R\"").doesNotContain("\"PSY\"");
  }

  @Test
  void whatTellsOfARelabelledResourceIsProtectedAsWell() throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (doctor("Observation/o") == 200 && Instant.now().isBefore(end)) {
      Thread.sleep(200);
    }

    assertThat(provenanceBeforeTheChange).isEqualTo(200);
    assertThat(doctor("Observation/o")).isEqualTo(404);
    assertThat(doctor("Provenance/v")).isEqualTo(404);
  }

  private static void put(String address, String json) {
    HttpResponse<String> answer = server.put(address, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static int doctor(String path) {
    String token = server.tokens().forUser("doctor", Optional.empty(), Optional.of("user/*.rs"));
    return server.get(path, "Authorization", "Bearer " + token).statusCode();
  }

  private static ServerConfig config(Path data, Path settings) {
    ServerConfig shipped = TestServer.config(data);
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
}
