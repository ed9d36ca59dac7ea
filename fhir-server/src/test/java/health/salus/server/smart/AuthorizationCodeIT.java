package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SMART App Launch: the authorization code flow, from the request to the tokens. */
class AuthorizationCodeIT {
  private static final Cast CAST = Cast.made();
  private static final String STANDALONE = "openid fhirUser launch/patient patient/*.rs";

  @Test
  void aStandaloneLaunchGivesATokenWithItsPatient() {
    JsonNode answer = CAST.publicApp().tokens(Cast.CLINICIAN, STANDALONE, CAST.patientId);

    assertThat(answer.path("access_token").asText()).matches("[A-Za-z0-9_-]{43}");
    assertThat(answer.path("token_type").asText()).isEqualToIgnoringCase("bearer");
    assertThat(answer.path("expires_in").asInt()).isEqualTo(3600);
    assertThat(answer.path("scope").asText()).isEqualTo(STANDALONE);
    assertThat(answer.path("patient").asText()).isEqualTo(CAST.patientId);
    assertThat(answer.path("need_patient_banner").asBoolean()).isTrue();
    assertThat(answer.path("smart_style_url").asText()).startsWith(CAST.server.root());
    assertThat(answer.has("refresh_token")).isFalse();
  }

  @Test
  void stateAndIssuerComeBackWithTheCode() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));
    HttpResponse<String> consent =
        SmartApp.untilConsent(browser, first, Cast.CLINICIAN, CAST.patientId);

    Map<String, String> answer = TestBrowser.query(SmartApp.allow(browser, consent));

    assertThat(answer).containsEntry("state", SmartApp.STATE);
    assertThat(answer).containsEntry("iss", CAST.server.root());
    assertThat(answer).containsOnlyKeys("code", "state", "iss");
  }

  @Test
  void theRequestMayBePosted() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.post("/oauth/authorize", CAST.publicApp().request(STANDALONE));

    String code = SmartApp.code(browser, first, Cast.CLINICIAN, CAST.patientId);

    assertThat(CAST.publicApp().exchange(code).statusCode()).isEqualTo(200);
  }

  @Test
  void theTokenResponseIsNotStoredByAnybody() {
    String code =
        CAST.publicApp()
            .code(new TestBrowser(CAST.server), Cast.CLINICIAN, STANDALONE, CAST.patientId);

    HttpResponse<String> response = CAST.publicApp().exchange(code);

    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Pragma")).hasValue("no-cache");
  }

  @Test
  void theIdTokenIsSignedWithAPublishedKeyAndNamesTheUser() throws Exception {
    Map<String, String> request = CAST.publicApp().request(STANDALONE);
    request.put("nonce", "n-1");
    TestBrowser browser = new TestBrowser(CAST.server);
    String code =
        SmartApp.code(
            browser, browser.get(SmartApp.authorizePath(request)), Cast.CLINICIAN, CAST.patientId);
    SignedJWT token =
        SignedJWT.parse(TestServer.json(CAST.publicApp().exchange(code)).path("id_token").asText());

    JWKSet keys = JWKSet.parse(CAST.server.get("/oauth/jwks").body());

    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(
            token.verify(
                new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
        .isTrue();
    assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(CAST.server.root());
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("cast-public");
    assertThat(token.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(token.getJWTClaimsSet().getStringClaim("fhirUser"))
        .isEqualTo(CAST.server.base() + "/Practitioner/cast");
  }

  @Test
  void aPatientNeedsNoPickerForTheOwnRecord() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> login =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));

    HttpResponse<String> page = browser.signIn(login, Cast.PATIENT);

    assertThat(page.body()).contains("action=\"/oauth/consent\"").contains("Anna Castaway");
  }

  @Test
  void aPatientCannotPickAnotherPatient() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> login =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));
    HttpResponse<String> consent = browser.signIn(login, Cast.PATIENT);
    Map<String, String> fields = new LinkedHashMap<>(TestBrowser.hidden(consent));
    fields.put("patient", CAST.otherPatientId);

    HttpResponse<String> refused = browser.post("/oauth/patient", fields);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain("Bert");
  }

  @Test
  void theEncounterPickerGivesTheEncounter() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.get(
            SmartApp.authorizePath(
                CAST.publicApp().request("launch/patient launch/encounter patient/*.rs")));
    HttpResponse<String> picker =
        SmartApp.untilConsent(browser, first, Cast.CLINICIAN, CAST.patientId);
    assertThat(picker.body()).contains("Check-up");

    HttpResponse<String> consent = browser.submit(picker, Map.of("encounter", CAST.encounterId));
    String code = TestBrowser.query(SmartApp.allow(browser, consent)).get("code");

    assertThat(TestServer.json(CAST.publicApp().exchange(code)).path("encounter").asText())
        .isEqualTo(CAST.encounterId);
  }

  @Test
  void whatTheUserUnticksIsNotGranted() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.get(
            SmartApp.authorizePath(
                CAST.publicApp()
                    .request("launch/patient patient/Patient.rs patient/Observation.rs")));
    HttpResponse<String> consent =
        SmartApp.untilConsent(browser, first, Cast.CLINICIAN, CAST.patientId);

    HttpResponse<String> back =
        browser.submit(
            consent,
            Map.of(
                "decision",
                "allow",
                "scope",
                "patient/Observation.rs",
                "narrow",
                "patient/Observation.rs?category="
                    + "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"));

    assertThat(
            TestServer.json(CAST.publicApp().exchange(TestBrowser.query(back).get("code")))
                .path("scope")
                .asText())
        .isEqualTo(
            "launch/patient patient/Observation.rs?category="
                + "http://terminology.hl7.org/CodeSystem/observation-category|laboratory");
  }

  @Test
  void aFormCannotAddWhatWasNotOffered() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.get(
            SmartApp.authorizePath(CAST.publicApp().request("launch/patient patient/Patient.r")));
    HttpResponse<String> consent =
        SmartApp.untilConsent(browser, first, Cast.CLINICIAN, CAST.patientId);

    HttpResponse<String> back =
        browser.submit(consent, Map.of("decision", "allow", "scope", "user/*.cruds"));

    assertThat(
            TestServer.json(CAST.publicApp().exchange(TestBrowser.query(back).get("code")))
                .path("scope")
                .asText())
        .isEqualTo("launch/patient");
  }

  @Test
  void aDenialGoesBackToTheAppAsAnError() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> first =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));
    HttpResponse<String> consent =
        SmartApp.untilConsent(browser, first, Cast.CLINICIAN, CAST.patientId);

    Map<String, String> answer =
        TestBrowser.query(browser.submit(consent, Map.of("decision", "deny")));

    assertThat(answer)
        .containsEntry("error", "access_denied")
        .containsEntry("state", SmartApp.STATE)
        .doesNotContainKey("code");
  }

  @Test
  void neverMoreThanTheClientIsRegisteredFor() {
    SmartApp narrow = new SmartApp(CAST.server, "cast-narrow", java.util.Optional.empty());

    JsonNode answer =
        narrow.tokens(Cast.CLINICIAN, "launch/patient patient/*.cruds user/*.rs", CAST.patientId);

    assertThat(answer.path("scope").asText()).isEqualTo("launch/patient patient/Observation.rs");
  }

  @Test
  void neverMoreThanTheUserMay() {
    JsonNode answer = CAST.publicApp().tokens(Cast.PRIVACY, "openid user/*.cruds", "");

    assertThat(answer.path("scope").asText())
        .isEqualTo("openid user/*.rs user/Patient.d user/Consent.cruds user/Task.cruds");
  }

  @Test
  void version1ScopesComeBackAsVersion1() {
    JsonNode answer =
        CAST.publicApp()
            .tokens(Cast.CLINICIAN, "launch/patient patient/Observation.read", CAST.patientId);

    assertThat(answer.path("scope").asText()).isEqualTo("launch/patient patient/Observation.read");
  }

  @Test
  void aPatientScopeAloneStillFixesAPatient() {
    JsonNode answer =
        CAST.publicApp().tokens(Cast.CLINICIAN, "patient/Observation.rs", CAST.patientId);

    assertThat(answer.path("patient").asText()).isEqualTo(CAST.patientId);
  }

  @Test
  void anEhrLaunchGivesTheContextOfTheEhr() {
    String ehr =
        CAST.publicApp()
            .tokens(Cast.CLINICIAN, "user/Patient.rs user/Encounter.rs", "")
            .path("access_token")
            .asText();
    HttpResponse<String> handle =
        CAST.server.post(
            "/oauth/launch",
            """
            {"client_id": "cast-confidential", "patient": "%s", "encounter": "%s",
             "intent": "reconcile", "need_patient_banner": false, "tenant": "north",
             "fhirContext": [{"reference": "ImagingStudy/1"}]}
            """
                .formatted(CAST.patientId, CAST.encounterId),
            "Authorization",
            "Bearer " + ehr);
    assertThat(handle.statusCode()).isEqualTo(201);
    JsonNode launched = TestServer.json(handle);
    assertThat(launched.path("url").asText()).startsWith("http://localhost:9/app/launch?iss=");
    Map<String, String> request = CAST.confidentialApp().request("launch openid patient/*.rs");
    request.put("launch", launched.path("launch").asText());
    TestBrowser browser = new TestBrowser(CAST.server);

    String code =
        SmartApp.code(
            browser, browser.get(SmartApp.authorizePath(request)), Cast.CLINICIAN, "none");
    JsonNode answer = TestServer.json(CAST.confidentialApp().exchange(code));

    assertThat(answer.path("patient").asText()).isEqualTo(CAST.patientId);
    assertThat(answer.path("encounter").asText()).isEqualTo(CAST.encounterId);
    assertThat(answer.path("intent").asText()).isEqualTo("reconcile");
    assertThat(answer.path("tenant").asText()).isEqualTo("north");
    assertThat(answer.path("need_patient_banner").isBoolean()).isTrue();
    assertThat(answer.path("need_patient_banner").asBoolean()).isFalse();
    assertThat(answer.path("fhirContext").path(0).path("reference").asText())
        .isEqualTo("ImagingStudy/1");
  }

  @Test
  void anUnknownLaunchLeaksNothing() {
    Map<String, String> request = CAST.publicApp().request("launch patient/*.rs");
    request.put("launch", "made-up");
    TestBrowser browser = new TestBrowser(CAST.server);

    HttpResponse<String> back =
        browser.signIn(browser.get(SmartApp.authorizePath(request)), Cast.CLINICIAN);

    assertThat(TestBrowser.query(back))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("code");
  }

  @Test
  void aSecondUseOfACodeRevokesItsTokens() {
    SmartApp app = CAST.confidentialApp();
    String code =
        app.code(new TestBrowser(CAST.server), Cast.CLINICIAN, STANDALONE, CAST.patientId);
    String token = TestServer.json(app.exchange(code)).path("access_token").asText();
    assertThat(TestServer.json(app.introspect(token)).path("active").asBoolean()).isTrue();

    HttpResponse<String> second = app.exchange(code);

    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(second).path("error").asText()).isEqualTo("invalid_grant");
    assertThat(app.introspect(token).body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void theUserSeesAndRevokesGrants() {
    SmartApp app = CAST.confidentialApp();
    TestBrowser browser = new TestBrowser(CAST.server);
    String code = app.code(browser, Cast.PATIENT, STANDALONE + " offline_access", "");
    JsonNode tokens = TestServer.json(app.exchange(code));
    HttpResponse<String> grants = browser.get("/oauth/grants");
    assertThat(grants.body()).contains("App cast-confidential");
    String id = grants.body().replaceAll("(?s).*name=\"grant\" value=\"([^\"]+)\".*", "$1");

    browser.post(
        "/oauth/grants",
        Map.of("csrf", TestBrowser.hidden(grants).get("csrf"), "grant", newest(grants, id)));

    assertThat(app.introspect(tokens.path("access_token").asText()).body())
        .isEqualTo("{\"active\":false}");
    assertThat(app.refresh(tokens.path("refresh_token").asText()).statusCode()).isEqualTo(400);
  }

  @Test
  void aFormWithoutTheSessionsValueIsRefused() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> login =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));
    Map<String, String> fields = new LinkedHashMap<>(TestBrowser.hidden(login));
    fields.put("csrf", "forged");
    fields.put("username", Cast.CLINICIAN);
    fields.put("password", Cast.PASSWORD);

    assertThat(browser.post("/oauth/login", fields).statusCode()).isEqualTo(403);
  }

  @Test
  void pagesCarryAStrictPolicyAndAreNotStored() {
    HttpResponse<String> page =
        new TestBrowser(CAST.server)
            .get(SmartApp.authorizePath(CAST.publicApp().request(STANDALONE)));

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("form-action 'self' http://localhost:9;");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).isPresent();
  }

  private static String newest(HttpResponse<String> grants, String otherwise) {
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("name=\"grant\" value=\"([^\"]+)\"").matcher(grants.body());
    List<String> ids = matcher.results().map(match -> match.group(1)).toList();
    return ids.isEmpty() ? otherwise : ids.get(0);
  }
}
