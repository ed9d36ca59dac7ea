package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent as a bearer token and is none gets 401 and reads nothing. */
class BadTokensIT {
  private static final Cast CAST = Cast.made();
  private static final TestKeys KEYS = new TestKeys();
  private static final String GOOD =
      CAST.publicApp().tokens(Cast.CLINICIAN, "openid user/*.rs", "").path("access_token").asText();

  @Test
  void aGoodTokenReads() {
    assertThat(read("Bearer " + GOOD).statusCode()).isEqualTo(200);
    assertThat(read("bearer " + GOOD).statusCode()).as("the scheme has no case").isEqualTo(200);
  }

  /** On the same connection, where the header of before may be remembered. */
  @Test
  void aTokenInAnotherCaseIs401() {
    for (int i = 0; i < 3; i++) {
      assertThat(read("Bearer " + GOOD).statusCode()).isEqualTo(200);
      assertThat(read("Bearer " + otherCase(GOOD)).statusCode()).isEqualTo(401);
    }
  }

  private static String otherCase(String token) {
    return token
        .chars()
        .map(
            letter ->
                Character.isUpperCase(letter)
                    ? Character.toLowerCase(letter)
                    : Character.toUpperCase(letter))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badTokensAre401(String name, String authorization) {
    HttpResponse<String> response = read(authorization);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer")
        .contains("error=\"invalid_token\"");
    assertThat(TestServer.json(response).path("resourceType").asText())
        .isEqualTo("OperationOutcome");
    assertThat(response.body()).doesNotContain("Castaway");
  }

  static Stream<Arguments> badTokensAre401() throws Exception {
    return Stream.of(
        Arguments.of("empty", "Bearer "),
        Arguments.of("no value", "Bearer"),
        Arguments.of("made up", "Bearer made-up"),
        Arguments.of("truncated", "Bearer " + GOOD.substring(0, 42)),
        Arguments.of("longer", "Bearer " + GOOD + "A"),
        Arguments.of("one bit off", "Bearer " + flipped(GOOD)),
        Arguments.of("two tokens", "Bearer " + GOOD + " " + GOOD),
        Arguments.of("unbound token as DPoP", "DPoP " + GOOD),
        Arguments.of("SQL", "Bearer ' OR '1'='1"),
        Arguments.of("alg none", "Bearer " + new PlainJWT(claims("")).serialize()),
        Arguments.of("signed by a stranger", "Bearer " + stranger()),
        Arguments.of("HMAC with the public key", "Bearer " + confused()),
        Arguments.of("an id token", "Bearer " + idToken()),
        Arguments.of("a refresh token", "Bearer " + refreshToken()),
        Arguments.of("eight kilobytes", "Bearer " + "A".repeat(8192)));
  }

  @Test
  void aRevokedTokenIsDeadAtOnce() {
    SmartApp app = CAST.publicApp();
    String token = app.tokens(Cast.CLINICIAN, "user/*.rs", "").path("access_token").asText();
    assertThat(read("Bearer " + token).statusCode()).isEqualTo(200);

    app.send("/oauth/revoke", Map.of("token", token));

    assertThat(read("Bearer " + token).statusCode()).isEqualTo(401);
  }

  @Test
  void aDeadTokenIs401OnPublicPathsToo() {
    assertThat(
            CAST.server
                .get(
                    "/fhir/.well-known/smart-configuration",
                    "Authorization",
                    "Bearer " + flipped(GOOD))
                .statusCode())
        .isEqualTo(401);
  }

  private static HttpResponse<String> read(String authorization) {
    return CAST.server.get("Patient/" + CAST.patientId, "Authorization", authorization);
  }

  private static String flipped(String token) {
    return (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
  }

  private static JWTClaimsSet claims(String extra) {
    return new JWTClaimsSet.Builder()
        .issuer(CAST.server.root())
        .audience(CAST.server.base())
        .subject(Cast.ADMIN)
        .claim("scope", "system/*.cruds user/*.cruds " + extra)
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
        .build();
  }

  private static String stranger() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(publishedKey().path("kid").asText())
                .build(),
            claims(""));
    jwt.sign(new RSASSASigner(KEYS.foreign));
    return jwt.serialize();
  }

  private static String confused() throws Exception {
    byte[] publicKey =
        com.nimbusds.jose.jwk.RSAKey.parse(publishedKey().toString()).toRSAPublicKey().getEncoded();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(""));
    jwt.sign(new MACSigner(publicKey));
    return jwt.serialize();
  }

  private static com.fasterxml.jackson.databind.JsonNode publishedKey() {
    for (var key : TestServer.json(CAST.server.get("/oauth/jwks")).path("keys")) {
      if (key.path("kty").asText().equals("RSA")) {
        return key;
      }
    }
    throw new AssertionError("no RSA key is published");
  }

  private static String idToken() {
    return CAST.publicApp()
        .tokens(Cast.CLINICIAN, "openid user/*.rs", "")
        .path("id_token")
        .asText();
  }

  private static String refreshToken() {
    return CAST.publicApp()
        .tokens(Cast.CLINICIAN, "offline_access user/*.rs", "")
        .path("refresh_token")
        .asText();
  }
}
