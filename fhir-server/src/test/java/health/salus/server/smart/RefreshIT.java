package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Refresh: rotation, reuse, narrowing, binding, and the end of online access. */
class RefreshIT {
  private static final Cast CAST = Cast.made();
  private static final String OFFLINE =
      "openid fhirUser launch/patient offline_access patient/*.rs";

  @Test
  void aPublicClientGetsNewTokensWithTheSameScopesAndContext() {
    JsonNode first = CAST.publicApp().tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);

    HttpResponse<String> response = CAST.publicApp().refresh(first.path("refresh_token").asText());
    JsonNode second = TestServer.json(response);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Pragma")).hasValue("no-cache");
    assertThat(second.path("scope")).isEqualTo(first.path("scope"));
    assertThat(second.path("patient")).isEqualTo(first.path("patient"));
    assertThat(second.path("expires_in").asInt()).isPositive();
    assertThat(second.path("access_token")).isNotEqualTo(first.path("access_token"));
    assertThat(second.path("refresh_token").asText()).isNotEmpty();
    assertThat(second.path("refresh_token")).isNotEqualTo(first.path("refresh_token"));
  }

  @Test
  void aReusedRefreshTokenEndsTheWholeFamily() {
    SmartApp app = CAST.confidentialApp();
    JsonNode first = app.tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);
    JsonNode second = TestServer.json(app.refresh(first.path("refresh_token").asText()));

    HttpResponse<String> reuse = app.refresh(first.path("refresh_token").asText());

    assertThat(reuse.statusCode()).isEqualTo(400);
    assertThat(app.refresh(second.path("refresh_token").asText()).statusCode()).isEqualTo(400);
    assertThat(app.introspect(second.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
    assertThat(app.introspect(first.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
  }

  @Test
  void aNarrowerScopeIsGivenAndAWiderOneRefused() {
    SmartApp app = CAST.publicApp();
    JsonNode first = app.tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);

    JsonNode narrow = refresh(app, first, "patient/Observation.r");
    JsonNode wide = refresh(app, narrow, "patient/Observation.cruds");

    assertThat(narrow.path("scope").asText()).isEqualTo("patient/Observation.r");
    assertThat(wide.path("error").asText()).isEqualTo("invalid_scope");
  }

  @Test
  void aNarrowRefreshDoesNotNarrowTheGrant() {
    SmartApp app = CAST.publicApp();
    JsonNode first = app.tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);
    JsonNode narrow = refresh(app, first, "patient/Observation.r");

    JsonNode third = TestServer.json(app.refresh(narrow.path("refresh_token").asText()));

    assertThat(third.path("scope").asText()).isEqualTo(OFFLINE);
  }

  @Test
  void aRefreshTokenIsBoundToItsClient() {
    JsonNode first = CAST.publicApp().tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);
    String token = first.path("refresh_token").asText();

    assertThat(CAST.confidentialApp().refresh(token).statusCode()).isEqualTo(400);
    assertThat(CAST.publicApp().refresh(token).statusCode()).as("still good").isEqualTo(200);
  }

  @Test
  void withoutOfflineOrOnlineAccessThereIsNoRefreshToken() {
    JsonNode answer =
        CAST.publicApp().tokens(Cast.CLINICIAN, "launch/patient patient/*.rs", CAST.patientId);

    assertThat(answer.has("refresh_token")).isFalse();
  }

  @Test
  void anInventedRefreshTokenIsRefused() {
    assertThat(CAST.publicApp().refresh("made-up").statusCode()).isEqualTo(400);
  }

  @Test
  void onlineAccessEndsWithTheLogout() {
    SmartApp app = CAST.confidentialApp();
    TestBrowser browser = new TestBrowser(CAST.server);
    String code =
        app.code(
            browser, Cast.CLINICIAN, "launch/patient online_access patient/*.rs", CAST.patientId);
    JsonNode first = TestServer.json(app.exchange(code));
    JsonNode second = TestServer.json(app.refresh(first.path("refresh_token").asText()));
    assertThat(second.path("access_token").asText()).isNotEmpty();

    String csrf = TestBrowser.hidden(browser.get("/oauth/grants")).get("csrf");
    browser.post("/oauth/logout", Map.of("csrf", csrf));

    assertThat(app.refresh(second.path("refresh_token").asText()).statusCode()).isEqualTo(400);
    assertThat(app.introspect(second.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
  }

  @Test
  void offlineAccessOutlivesTheLogout() {
    SmartApp app = CAST.publicApp();
    TestBrowser browser = new TestBrowser(CAST.server);
    JsonNode first =
        TestServer.json(app.exchange(app.code(browser, Cast.CLINICIAN, OFFLINE, CAST.patientId)));

    String csrf = TestBrowser.hidden(browser.get("/oauth/grants")).get("csrf");
    browser.post("/oauth/logout", Map.of("csrf", csrf));

    assertThat(app.refresh(first.path("refresh_token").asText()).statusCode()).isEqualTo(200);
  }

  @Test
  void aDisabledUserGetsNothingMore() {
    String name = "cast-leaver";
    CAST.user(
        name,
        java.util.Optional.of("Patient/" + CAST.patientId),
        health.salus.smart.user.Role.PATIENT);
    SmartApp app = CAST.confidentialApp();
    JsonNode first = app.tokens(name, OFFLINE, "");

    CAST.server.authorizationServer().users().enable(name, false);

    assertThat(app.introspect(first.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
    assertThat(app.refresh(first.path("refresh_token").asText()).statusCode()).isEqualTo(400);
  }

  @Test
  void revokingARefreshTokenEndsItsAccessTokens() {
    SmartApp app = CAST.confidentialApp();
    JsonNode first = app.tokens(Cast.CLINICIAN, OFFLINE, CAST.patientId);

    HttpResponse<String> revoked =
        app.send("/oauth/revoke", Map.of("token", first.path("refresh_token").asText()));

    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(app.introspect(first.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
    assertThat(app.send("/oauth/revoke", Map.of("token", "made-up")).statusCode()).isEqualTo(200);
  }

  private static JsonNode refresh(SmartApp app, JsonNode tokens, String scope) {
    return TestServer.json(
        app.token(
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.path("refresh_token").asText(),
                "scope",
                scope)));
  }
}
