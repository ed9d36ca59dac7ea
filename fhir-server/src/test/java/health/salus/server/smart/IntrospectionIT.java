package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 7662 as SMART uses it. */
class IntrospectionIT {
  private static final Cast CAST = Cast.made();
  private static final String SCOPE = "openid fhirUser launch/patient patient/*.rs";

  @Test
  void introspectionSaysWhatTheTokenResponseSaid() {
    SmartApp app = CAST.confidentialApp();
    JsonNode tokens = app.tokens(Cast.CLINICIAN, SCOPE, CAST.patientId);

    HttpResponse<String> response = app.introspect(tokens.path("access_token").asText());
    JsonNode json = TestServer.json(response);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.path("active").asBoolean()).isTrue();
    assertThat(json.path("scope")).isEqualTo(tokens.path("scope"));
    assertThat(json.path("client_id").asText()).isEqualTo("cast-confidential");
    assertThat(json.path("patient")).isEqualTo(tokens.path("patient"));
    assertThat(json.path("need_patient_banner")).isEqualTo(tokens.path("need_patient_banner"));
    assertThat(json.path("iss").asText()).isEqualTo(CAST.server.root());
    assertThat(json.path("sub").asText()).isEqualTo(Cast.CLINICIAN);
    assertThat(json.path("fhirUser").asText()).isEqualTo(CAST.server.base() + "/Practitioner/cast");
    assertThat(json.path("exp").asLong())
        .isBetween(Instant.now().getEpochSecond() + 3500, Instant.now().getEpochSecond() + 3600);
  }

  @Test
  void whatIsNotGoodIsInactiveAndNothingElse() {
    assertThat(CAST.confidentialApp().introspect("made-up").body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void anotherClientsTokenLooksInactive() {
    String token =
        CAST.publicApp()
            .tokens(Cast.CLINICIAN, SCOPE, CAST.patientId)
            .path("access_token")
            .asText();

    assertThat(CAST.confidentialApp().introspect(token).body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void anAdministratorsTokenMayAskAboutAllTokens() {
    String asked =
        CAST.publicApp()
            .tokens(Cast.CLINICIAN, SCOPE, CAST.patientId)
            .path("access_token")
            .asText();
    String administrator =
        CAST.publicApp().tokens(Cast.ADMIN, "user/*.cruds", "").path("access_token").asText();

    HttpResponse<String> response =
        SmartApp.post(
            CAST.server,
            "/oauth/introspect",
            Map.of("token", asked),
            "Authorization",
            "Bearer " + administrator);

    assertThat(TestServer.json(response).path("active").asBoolean()).isTrue();
  }

  @Test
  void anAdministratorsNarrowTokenHasNoSuchRight() {
    String narrow =
        CAST.publicApp().tokens(Cast.ADMIN, "user/*.rs", "").path("access_token").asText();

    assertThat(asked("Bearer " + narrow)).isEqualTo(403);
  }

  @Test
  void aCliniciansTokenHasNoSuchRight() {
    String token =
        CAST.publicApp().tokens(Cast.CLINICIAN, "user/*.cruds", "").path("access_token").asText();

    assertThat(asked("Bearer " + token)).isEqualTo(403);
  }

  @Test
  void publicClientsAndStrangersCannotAsk() {
    assertThat(CAST.publicApp().introspect("any").statusCode()).isEqualTo(401);
    assertThat(SmartApp.post(CAST.server, "/oauth/introspect", Map.of("token", "any")).statusCode())
        .isEqualTo(401);
    assertThat(asked("Bearer made-up")).isEqualTo(401);
  }

  @Test
  void aClientMayAuthenticateWithBasic() {
    String token =
        CAST.confidentialApp()
            .tokens(Cast.CLINICIAN, SCOPE, CAST.patientId)
            .path("access_token")
            .asText();
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString(
                ("cast-confidential:" + CAST.secret)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    HttpResponse<String> response =
        SmartApp.post(
            CAST.server,
            "/oauth/introspect",
            Map.of("token", token),
            "Authorization",
            "Basic " + basic);

    assertThat(TestServer.json(response).path("active").asBoolean()).isTrue();
  }

  private static int asked(String authorization) {
    return SmartApp.post(
            CAST.server,
            "/oauth/introspect",
            Map.of("token", "any"),
            "Authorization",
            authorization)
        .statusCode();
  }
}
