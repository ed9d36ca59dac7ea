package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.server.Application;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.oauth.Urls;
import health.salus.smart.provider.ExternalTokens;
import health.salus.smart.provider.ProviderSettings;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.server.SmartMode;
import health.salus.smart.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes brokered and external against a real Keycloak; needs the profile keycloak. */
class KeycloakIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern LINK = Pattern.compile("href=\"(/oauth/provider/start[^\"]*)\"");
  private static final Pattern FORM = Pattern.compile("action=\"(http[^\"]*)\"");
  private static final Pattern REDIRECT = Pattern.compile(".*[?&]code=([^&]+).*");

  @TempDir private static Path folder;
  private static Keycloak keycloak;
  private static String root;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> home = Keycloak.unpacked();
    if (home.isEmpty()) {
      System.out.println("Skipped: no Keycloak; mvn -Pkeycloak brings it");
    }
    Assumptions.assumeTrue(home.isPresent(), "no Keycloak; mvn -Pkeycloak brings it");
    port = Keycloak.freePort();
    root = "http://localhost:" + port;
    keycloak = Keycloak.start(home.get(), root);
  }

  @AfterAll
  static void stop() throws Exception {
    if (keycloak != null) {
      keycloak.close();
    }
  }

  @Test
  void brokeredUsersLogInAtKeycloakAndGetOurTokens() throws Exception {
    Application salus = salus(SmartMode.BROKERED);
    try {
      salus.authorizationServer().users().createFirstAdministrator("admin");
      register(salus);

      Optional<AccessToken> carla =
          salus.authorizationServer().tokens().verify(token(salus, "carla", "carla-secret"));

      assertThat(carla).isPresent();
      assertThat(carla.get().user()).hasValue("carla@localhost");
      assertThat(carla.get().fhirUser()).hasValue("Practitioner/carla");
      assertThat(carla.get().roles()).containsExactly("clinician");
      assertThat(carla.get().scopes()).hasToString("openid fhirUser user/*.rs");
      assertThat(salus.authorizationServer().users().find("admin").orElseThrow().roles())
          .as("the local administrator, whatever Keycloak's admin is")
          .containsExactly("admin");

      Optional<AccessToken> admin =
          salus.authorizationServer().tokens().verify(token(salus, "admin", "admin-secret"));

      assertThat(admin.orElseThrow().user()).hasValue("admin@localhost");
      assertThat(admin.get().roles()).as("cleaners have no role here").isEmpty();
      assertThat(admin.get().scopes().clinical()).isEmpty();
    } finally {
      salus.close();
    }
  }

  @Test
  void externalTokensAreCheckedByTheirSignature() throws Exception {
    Application salus = salus(SmartMode.EXTERNAL);
    try {
      String good = direct("smart-app", "carla", "carla-secret", "user/*.rs");
      String foreign = direct("other-app", "carla", "carla-secret", "user/*.rs");
      String broken = good.substring(0, good.length() - 8) + "AAAAAAAA";

      assertThat(status(good)).isEqualTo(200);
      assertThat(status(foreign)).as("another audience").isEqualTo(401);
      assertThat(status(broken)).as("another signature").isEqualTo(401);
      assertThat(discovery().path("authorization_endpoint").asText()).startsWith(keycloak.issuer());
    } finally {
      salus.close();
    }
  }

  @Test
  void externalTokensNeverGoBeyondTheUsersRoles() throws Exception {
    String carla = direct("smart-app", "carla", "carla-secret", "user/*.cruds system/*.rs");
    String admin = direct("smart-app", "admin", "admin-secret", "user/*.rs");
    for (boolean introspection : new boolean[] {false, true}) {
      ExternalTokens tokens =
          new ExternalTokens(settings(introspection), new Urls(() -> root), Clock.systemUTC());

      AccessToken ofCarla = tokens.verify(carla).orElseThrow();

      assertThat(ofCarla.clientId()).isEqualTo("smart-app");
      assertThat(ofCarla.fhirUser()).hasValue("Practitioner/carla");
      assertThat(ofCarla.roles()).containsExactly("clinician");
      assertThat(ofCarla.rights()).isEmpty();
      assertThat(ofCarla.scopes().clinical()).hasToString("[user/*.cruds]");
      assertThat(tokens.verify(admin).orElseThrow().scopes().clinical()).isEmpty();
      assertThat(tokens.verify("made-up")).isEmpty();
    }
  }

  private static Application salus(SmartMode mode) {
    ServerConfig config =
        TestServer.config(folder.resolve("data-" + System.nanoTime())).withPort(port);
    Application salus = new Application();
    salus.start(
        config.withSmart(config.smart().with(config.smart().settings().in(mode, settings(false)))));
    return salus;
  }

  private static ProviderSettings settings(boolean introspection) {
    return new ProviderSettings(
        "Hospital",
        keycloak.issuer(),
        "salus",
        Optional.of("salus-secret"),
        new ProviderSettings.Claims(
            "preferred_username", "fhirUser", "roles", Map.of("doctors", "clinician")),
        Optional.empty(),
        introspection);
  }

  private static void register(Application salus) {
    salus
        .authorizationServer()
        .clients()
        .save(
            Client.app(
                "app",
                "App",
                ClientAuthentication.NONE,
                List.of(Cast.REDIRECT),
                ScopeSet.parse("openid fhirUser user/*.cruds")));
  }

  /** The whole way of a browser: our login page, Keycloak's, our consent page, the code. */
  private static String token(Application salus, String username, String password)
      throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new LocalhostCookies())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    String query =
        SmartApp.form(
            Map.of(
                "response_type", "code",
                "client_id", "app",
                "redirect_uri", Cast.REDIRECT,
                "scope", "openid fhirUser user/*.rs",
                "state", "s",
                "aud", root + "/fhir",
                "code_challenge", SmartApp.challenge(SmartApp.VERIFIER),
                "code_challenge_method", "S256"));
    HttpResponse<String> login = get(browser, root + "/oauth/authorize?" + query);
    HttpResponse<String> theirs =
        get(browser, root + found(LINK, login.body()).replace("&amp;", "&"));
    HttpResponse<String> consent =
        post(
            browser,
            found(FORM, theirs.body()).replace("&amp;", "&"),
            SmartApp.form(Map.of("username", username, "password", password)));
    HttpClient still = HttpClient.newBuilder().cookieHandler(browser.cookieHandler().get()).build();
    HttpResponse<String> back =
        post(
            still,
            root + "/oauth/consent",
            SmartApp.form(TestBrowser.hidden(consent))
                + "&decision=allow&scope="
                + SmartApp.encode("user/*.rs"));
    String code = found(REDIRECT, back.headers().firstValue("Location").orElse(back.body()));
    HttpResponse<String> tokens =
        post(
            still,
            root + "/oauth/token",
            SmartApp.form(
                Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    "app",
                    "code",
                    code,
                    "redirect_uri",
                    Cast.REDIRECT,
                    "code_verifier",
                    SmartApp.VERIFIER)));
    assertThat(salus.port()).isEqualTo(port);
    return JSON.readTree(tokens.body()).path("access_token").asText();
  }

  /** A token that Keycloak itself issues. */
  private static String direct(String client, String username, String password, String scope)
      throws Exception {
    HttpResponse<String> response =
        post(
            HttpClient.newHttpClient(),
            keycloak.issuer() + "/protocol/openid-connect/token",
            SmartApp.form(
                Map.of(
                    "grant_type", "password",
                    "client_id", client,
                    "username", username,
                    "password", password,
                    "scope", scope)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("access_token").asText();
  }

  private static int status(String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(root + "/fhir/Patient"))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static JsonNode discovery() throws Exception {
    return JSON.readTree(
        get(HttpClient.newHttpClient(), root + "/fhir/.well-known/smart-configuration").body());
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(HttpClient client, String url, String form)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
