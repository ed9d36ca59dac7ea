package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorization and code exchange with everything that can be wrong with them. */
class BadAuthorizationIT {
  private static final Cast CAST = Cast.made();
  private static final String SCOPE = "launch/patient patient/*.rs";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9/app/callback/",
        "http://localhost:9/app/callback?x=1",
        "http://localhost:9/app/callback#x",
        "http://localhost:9/app/callbac",
        "http://localhost:9/app/../app/callback",
        "http://localhost:90/app/callback",
        "HTTP://localhost:9/app/callback",
        "http://LOCALHOST:9/app/callback",
        "https://localhost:9/app/callback",
        "http://localhost:9@evil.example/app/callback",
        "http://evil.example/http://localhost:9/app/callback",
        "//localhost:9/app/callback",
        "http://localhost:9/app/callback%00"
      })
  void aReturnAddressThatIsNotRegisteredNeverGetsAnything(String url) {
    Map<String, String> request = CAST.publicApp().request(SCOPE);
    request.put("redirect_uri", url);

    HttpResponse<String> response = authorize(request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Location")).isEmpty();
    assertThat(response.body()).contains("Wrong return address").doesNotContain("evil");
  }

  @Test
  void anUnknownClientGetsAPage() {
    Map<String, String> request = CAST.publicApp().request(SCOPE);
    request.put("client_id", "<script>");

    HttpResponse<String> response = authorize(request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Location")).isEmpty();
    assertThat(response.body()).doesNotContain("<script>alert");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badRequestsGoBackWithTheirError(
      String name, Consumer<Map<String, String>> spoil, String error) {
    Map<String, String> request = CAST.publicApp().request(SCOPE);
    spoil.accept(request);

    Map<String, String> answer = TestBrowser.query(authorize(request));

    assertThat(answer).containsEntry("error", error).doesNotContainKey("code");
    assertThat(answer.get("state")).isEqualTo(request.get("state"));
    assertThat(answer).containsEntry("iss", CAST.server.root());
  }

  static Stream<Arguments> badRequestsGoBackWithTheirError() {
    String invalid = "invalid_request";
    return Stream.of(
        bad("no response type", r -> r.remove("response_type"), invalid),
        bad("token", r -> r.put("response_type", "token"), "unsupported_response_type"),
        bad("code token", r -> r.put("response_type", "code token"), "unsupported_response_type"),
        bad("no state", r -> r.remove("state"), invalid),
        bad("no audience", r -> r.remove("aud"), invalid),
        bad("another audience", r -> r.put("aud", "https://evil.example/fhir"), invalid),
        bad("longer audience", r -> r.put("aud", CAST.server.base() + "/Patient"), invalid),
        bad("no challenge", r -> r.remove("code_challenge"), invalid),
        bad("no challenge method", r -> r.remove("code_challenge_method"), invalid),
        bad("plain", r -> r.put("code_challenge_method", "plain"), invalid),
        bad("short challenge", r -> r.put("code_challenge", "short"), invalid),
        bad("no scope", r -> r.remove("scope"), invalid),
        bad("unknown scope", r -> r.put("scope", "everything"), "invalid_scope"),
        bad("unknown type", r -> r.put("scope", "patient/Foo.rs"), "invalid_scope"),
        bad(
            "no token parameter",
            r -> r.put("scope", "patient/Observation.rs?date=2020"),
            "invalid_scope"),
        bad(
            "a thousand scopes",
            r -> r.put("scope", "patient/Patient.rs ".repeat(1000)),
            "invalid_scope"),
        bad("request object", r -> r.put("request", "e30.e30."), "request_not_supported"),
        bad("request url", r -> r.put("request_uri", "https://x/"), "request_uri_not_supported"),
        bad("fragment", r -> r.put("response_mode", "fragment"), invalid),
        bad("nobody is there", r -> r.put("prompt", "none"), "login_required"));
  }

  @Test
  void theAudienceMayEndWithASlash() {
    Map<String, String> request = CAST.publicApp().request(SCOPE);
    request.put("aud", CAST.server.base() + "/");

    assertThat(authorize(request).body()).contains("name=\"password\"");
  }

  @Test
  void aParameterThatIsSentTwiceIsRefused() {
    String path = SmartApp.authorizePath(CAST.publicApp().request(SCOPE)) + "&scope=user%2F*.cruds";

    assertThat(TestBrowser.query(new TestBrowser(CAST.server).get(path)))
        .containsEntry("error", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "wrong-verifier-wrong-verifier-wrong-verifier-42", "short", "CHALLENGE"})
  void theCodeNeedsItsVerifier(String verifier) {
    String code = code();

    HttpResponse<String> response =
        exchange(
            CAST.publicApp(),
            code,
            Cast.REDIRECT,
            verifier.equals("CHALLENGE") ? SmartApp.challenge(SmartApp.VERIFIER) : verifier);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Pragma")).hasValue("no-cache");
  }

  @Test
  void anInvalidCodeIsExactly400() {
    HttpResponse<String> response = CAST.publicApp().exchange("made-up");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void aCodeIsBoundToItsClient() {
    assertThat(CAST.confidentialApp().exchange(code()).statusCode()).isEqualTo(400);
  }

  @Test
  void aCodeIsBoundToItsReturnAddress() {
    HttpResponse<String> response =
        exchange(CAST.publicApp(), code(), Cast.REDIRECT + "/", SmartApp.VERIFIER);

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void aFailedExchangeUsesTheCodeUp() {
    String code = code();
    exchange(CAST.publicApp(), code, Cast.REDIRECT, "wrong-verifier-wrong-verifier-wrong-verifier");

    assertThat(CAST.publicApp().exchange(code).statusCode()).isEqualTo(400);
  }

  @Test
  void aWrongOrMissingSecretIs401() {
    SmartApp wrong = new SmartApp(CAST.server, "cast-confidential", Optional.of("wrong"));
    SmartApp none = new SmartApp(CAST.server, "cast-confidential", Optional.empty());
    SmartApp unknown = new SmartApp(CAST.server, "nobody", Optional.empty());

    for (SmartApp app : new SmartApp[] {wrong, none, unknown}) {
      HttpResponse<String> response = app.exchange("any");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(TestServer.json(response).path("error").asText()).isEqualTo("invalid_client");
      assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void aPageOfAnotherBrowserCannotBeUsed() {
    TestBrowser victim = new TestBrowser(CAST.server);
    HttpResponse<String> login =
        victim.get(SmartApp.authorizePath(CAST.publicApp().request(SCOPE)));
    String flow = TestBrowser.hidden(login).get("flow");

    HttpResponse<String> stolen = new TestBrowser(CAST.server).get("/oauth/login?flow=" + flow);

    assertThat(stolen.statusCode()).isEqualTo(400);
  }

  @Test
  void loggingInChangesTheCookie() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> login =
        browser.get(SmartApp.authorizePath(CAST.publicApp().request(SCOPE)));
    String before = browser.cookie();

    browser.signIn(login, Cast.CLINICIAN);

    assertThat(browser.cookie()).isNotEqualTo(before).isNotEmpty();
  }

  @Test
  void guessingPasswordsIsStoppedForTheUserEvenWithTheRightOne() {
    CAST.user("cast-target", Optional.empty(), health.salus.smart.user.Role.PRIVACY);
    HttpResponse<String> page = null;
    TestBrowser browser = new TestBrowser(CAST.server);
    for (int i = 0; i < 5; i++) {
      page =
          browser.submit(
              browser.get("/oauth/login"),
              Map.of("username", "cast-target", "password", "guess" + i));
      assertThat(page.body()).contains("Name, password or code is wrong.");
    }

    HttpResponse<String> right = browser.signIn(page, "cast-target");

    assertThat(right.body()).contains("too many attempts").doesNotContain("Signed in as");
  }

  @Test
  void aNewPasswordSignsEveryBrowserOut() {
    CAST.user("cast-changed", Optional.empty(), health.salus.smart.user.Role.PRIVACY);
    TestBrowser browser = new TestBrowser(CAST.server);
    browser.signIn(browser.get("/oauth/login"), "cast-changed");
    assertThat(browser.get("/oauth/grants").body()).contains("Signed in as");

    CAST.user("cast-changed", Optional.empty(), health.salus.smart.user.Role.PRIVACY);

    assertThat(browser.get("/oauth/grants").body()).doesNotContain("Signed in as");
  }

  @Test
  void anUnknownUserReadsTheSameAsAWrongPassword() {
    TestBrowser browser = new TestBrowser(CAST.server);
    HttpResponse<String> unknown =
        browser.submit(
            browser.get("/oauth/login"), Map.of("username", "nobody-here", "password", "x"));

    assertThat(unknown.body()).contains("Name, password or code is wrong.");
  }

  private static String code() {
    return CAST.publicApp()
        .code(new TestBrowser(CAST.server), Cast.CLINICIAN, SCOPE, CAST.patientId);
  }

  private static HttpResponse<String> exchange(
      SmartApp app, String code, String redirect, String verifier) {
    return app.token(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            redirect,
            "code_verifier",
            verifier));
  }

  private static HttpResponse<String> authorize(Map<String, String> request) {
    return new TestBrowser(CAST.server).get(SmartApp.authorizePath(request));
  }

  private static Arguments bad(String name, Consumer<Map<String, String>> spoil, String error) {
    return Arguments.of(name, spoil, error);
  }
}
