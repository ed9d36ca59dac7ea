package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import health.salus.server.TestServer;
import health.salus.smart.client.Client;
import health.salus.smart.scope.ScopeSet;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SMART Backend Services: {@code private_key_jwt} and {@code client_credentials}. */
class ClientAssertionIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final TestKeys KEYS = new TestKeys();

  static {
    SERVER
        .authorizationServer()
        .clients()
        .save(
            Client.backend(
                "cast-backend",
                "Backend",
                new JWKSet(List.of(KEYS.rsa.toPublicJWK(), KEYS.ec.toPublicJWK())).toString(),
                ScopeSet.parse("system/Patient.rs system/Observation.rs")));
  }

  @Test
  void anRs384AssertionGivesATokenForFiveMinutes() {
    HttpResponse<String> response =
        token(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    JsonNode json = TestServer.json(response);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.path("expires_in").asInt()).isLessThanOrEqualTo(300).isPositive();
    assertThat(json.path("token_type").asText()).isEqualToIgnoringCase("bearer");
    assertThat(json.path("scope").asText()).isEqualTo("system/Patient.rs system/Observation.rs");
    assertThat(json.has("refresh_token")).isFalse();
    assertThat(json.has("id_token")).isFalse();
  }

  @Test
  void anEs384AssertionGivesATokenToo() {
    assertThat(token(new TestAssertion(KEYS.ec, "cast-backend"), "system/Patient.r").statusCode())
        .isEqualTo(200);
  }

  @Test
  void theClientIdMayBeSentBesideTheAssertion() {
    Map<String, String> form = form(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    form.put("client_id", "cast-backend");
    assertThat(SmartApp.post(SERVER, "/oauth/token", form).statusCode()).isEqualTo(200);

    form = form(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    form.put("client_id", "cast-public");
    assertThat(SmartApp.post(SERVER, "/oauth/token", form).statusCode()).isEqualTo(401);
  }

  @Test
  void anAssertionIsGoodOnce() {
    Map<String, String> form = form(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    assertThat(SmartApp.post(SERVER, "/oauth/token", form).statusCode()).isEqualTo(200);

    HttpResponse<String> again = SmartApp.post(SERVER, "/oauth/token", form);

    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(TestServer.json(again).path("error").asText()).isEqualTo("invalid_client");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badAssertionsAreRefused(String name, Consumer<TestAssertion> spoil) {
    TestAssertion assertion = new TestAssertion(KEYS.rsa, "cast-backend");
    spoil.accept(assertion);

    HttpResponse<String> response = token(assertion, "system/*.rs");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
    assertThat(TestServer.json(response).path("error").asText()).isEqualTo("invalid_client");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  static Stream<Arguments> badAssertionsAreRefused() {
    return Stream.of(
        bad("expired", a -> a.expiresIn = Duration.ofMinutes(-2)),
        bad("too long ahead", a -> a.expiresIn = Duration.ofMinutes(10)),
        bad("no expiry", a -> a.expiresIn = null),
        bad("not yet valid", a -> a.notBeforeIn = Duration.ofMinutes(4)),
        bad("issued in the future", a -> a.issuedIn = Duration.ofMinutes(4)),
        bad("wrong audience", a -> a.audience = List.of("https://elsewhere/token")),
        bad("issuer as audience", a -> a.audience = List.of(SERVER.root())),
        bad(
            "a second audience",
            a -> a.audience = List.of(SERVER.root() + "/oauth/token", "https://elsewhere")),
        bad("another subject", a -> a.subject = "cast-public"),
        bad("unknown client", a -> a.issuer = a.subject = "nobody"),
        bad("no id", a -> a.id = null),
        bad("no key id", a -> a.keyId = null),
        bad("unknown key id", a -> a.keyId = "unknown"),
        bad("key id of a path", a -> a.keyId = "../../../../etc/passwd"),
        bad("key id of another type", a -> a.keyId = KEYS.ec.getKeyID()),
        bad("foreign key under a known id", a -> a.key = KEYS.foreign),
        bad("key in the header", a -> a.embedKey = true),
        bad("jku that is not registered", a -> a.keySetUrl = "https://evil.example/jwks"),
        bad("RS256", a -> a.algorithm = JWSAlgorithm.RS256),
        bad("PS384", a -> a.algorithm = JWSAlgorithm.PS384),
        bad("none", a -> a.algorithm = null),
        bad("HMAC with the public key", a -> a.algorithm = JWSAlgorithm.HS384),
        bad("truncated", a -> a.truncate = true));
  }

  @Test
  void otherFaultsHaveTheErrorsOfTheStandard() {
    Map<String, String> form = form(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    form.put("client_assertion_type", "urn:something");
    assertThat(SmartApp.post(SERVER, "/oauth/token", form).statusCode()).isEqualTo(400);

    form = form(new TestAssertion(KEYS.rsa, "cast-backend"), "system/*.rs");
    form.put("grant_type", "password");
    assertThat(TestServer.json(SmartApp.post(SERVER, "/oauth/token", form)).path("error").asText())
        .isEqualTo("unsupported_grant_type");

    HttpResponse<String> scope =
        token(new TestAssertion(KEYS.rsa, "cast-backend"), "system/Condition.rs user/*.rs");
    assertThat(scope.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(scope).path("error").asText()).isEqualTo("invalid_scope");
  }

  @Test
  void symmetricSecretsAreNotUsableForBackendServices() {
    HttpResponse<String> response =
        Cast.made()
            .confidentialApp()
            .token(Map.of("grant_type", "client_credentials", "scope", "system/*.rs"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("error").asText()).isEqualTo("unauthorized_client");
  }

  @Test
  void aSelfRegisteredServiceWaitsForItsApproval() {
    JsonNode client =
        TestServer.json(
            SERVER.post(
                "/oauth/register",
                """
                {"token_endpoint_auth_method": "private_key_jwt", "jwks": %s,
                 "grant_types": ["client_credentials"], "scope": "system/Patient.rs"}
                """
                    .formatted(new JWKSet(KEYS.rsa.toPublicJWK())),
                "Content-Type",
                "application/json",
                "Authorization",
                TestServer.NO_TOKEN));
    String id = client.path("client_id").asText();
    assertThat(token(new TestAssertion(KEYS.rsa, id), "system/Patient.rs").statusCode())
        .isEqualTo(400);

    SERVER.authorizationServer().clients().approve(id);

    assertThat(token(new TestAssertion(KEYS.rsa, id), "system/Patient.rs").statusCode())
        .isEqualTo(200);
  }

  private static Arguments bad(String name, Consumer<TestAssertion> spoil) {
    return Arguments.of(name, spoil);
  }

  private static HttpResponse<String> token(TestAssertion assertion, String scope) {
    return SmartApp.post(SERVER, "/oauth/token", form(assertion, scope));
  }

  private static Map<String, String> form(TestAssertion assertion, String scope) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", scope);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion.sign(SERVER.root() + "/oauth/token"));
    return form;
  }
}
