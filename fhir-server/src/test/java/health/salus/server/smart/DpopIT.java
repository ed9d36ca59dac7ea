package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** RFC 9449: a token that is bound to a key is worth nothing without it. */
class DpopIT {
  private static final Cast CAST = Cast.made();
  private static final ECKey KEY = key();
  private static final String TOKEN_URL = CAST.server.root() + "/oauth/token";
  private static final String PATIENT_URL = CAST.server.base() + "/Patient/" + CAST.patientId;

  @Test
  void aBoundTokenReadsWithItsProof() {
    String token = bound().path("access_token").asText();

    assertThat(read("DPoP " + token, proof(KEY, "GET", PATIENT_URL, token)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theTokenResponseSaysDpopAndIntrospectionNamesTheKey() {
    JsonNode answer = bound();

    assertThat(answer.path("token_type").asText()).isEqualTo("DPoP");
    assertThat(
            TestServer.json(
                    SmartApp.post(
                        CAST.server,
                        "/oauth/introspect",
                        Map.of("token", answer.path("access_token").asText()),
                        "Authorization",
                        "Bearer " + administrator()))
                .path("cnf")
                .path("jkt")
                .asText())
        .isEqualTo(thumbprint());
  }

  @Test
  void aBoundTokenIsRefusedWithoutItsProof() {
    String token = bound().path("access_token").asText();
    String proof = proof(KEY, "GET", PATIENT_URL, token);

    assertThat(read("Bearer " + token, null).statusCode()).isEqualTo(401);
    assertThat(read("Bearer " + token, proof).statusCode()).isEqualTo(401);
    assertThat(read("DPoP " + token, null).statusCode()).isEqualTo(401);
    assertThat(read("DPoP " + token, "no proof").statusCode()).isEqualTo(401);
  }

  @Test
  void aProofOfAnotherKeyMethodUrlOrTokenIsRefused() {
    String token = bound().path("access_token").asText();
    String other = bound().path("access_token").asText();

    assertThat(read("DPoP " + token, proof(key(), "GET", PATIENT_URL, token)).statusCode())
        .isEqualTo(401);
    assertThat(read("DPoP " + token, proof(KEY, "POST", PATIENT_URL, token)).statusCode())
        .isEqualTo(401);
    assertThat(read("DPoP " + token, proof(KEY, "GET", TOKEN_URL, token)).statusCode())
        .isEqualTo(401);
    assertThat(read("DPoP " + token, proof(KEY, "GET", PATIENT_URL, other)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aReplayedProofIsRefused() {
    String token = bound().path("access_token").asText();
    String proof = proof(KEY, "GET", PATIENT_URL, token);
    assertThat(read("DPoP " + token, proof).statusCode()).isEqualTo(200);

    assertThat(read("DPoP " + token, proof).statusCode()).isEqualTo(401);
  }

  @Test
  void aPublicClientsRefreshTokenNeedsTheSameKey() {
    JsonNode first = bound();
    String refresh = first.path("refresh_token").asText();
    Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh);

    HttpResponse<String> stolen =
        CAST.publicApp().token(form, "DPoP", proof(key(), "POST", TOKEN_URL, null));

    assertThat(stolen.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(stolen).path("error").asText()).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void aBadProofAtTheTokenEndpointGivesNoToken() {
    String code =
        CAST.publicApp()
            .code(
                new TestBrowser(CAST.server),
                Cast.CLINICIAN,
                "launch/patient patient/*.rs",
                CAST.patientId);

    HttpResponse<String> response =
        CAST.publicApp()
            .token(exchange(code), "DPoP", proof(KEY, "POST", "https://evil.example/", null));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("error").asText()).isEqualTo("invalid_dpop_proof");
  }

  private static JsonNode bound() {
    String code =
        CAST.publicApp()
            .code(
                new TestBrowser(CAST.server),
                Cast.CLINICIAN,
                "launch/patient offline_access patient/*.rs",
                CAST.patientId);
    return TestServer.json(
        CAST.publicApp().token(exchange(code), "DPoP", proof(KEY, "POST", TOKEN_URL, null)));
  }

  private static Map<String, String> exchange(String code) {
    return Map.of(
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        Cast.REDIRECT,
        "code_verifier",
        SmartApp.VERIFIER);
  }

  private static HttpResponse<String> read(String authorization, String proof) {
    String path = "Patient/" + CAST.patientId;
    return proof == null
        ? CAST.server.get(path, "Authorization", authorization)
        : CAST.server.get(path, "Authorization", authorization, "DPoP", proof);
  }

  private static String administrator() {
    return CAST.publicApp().tokens(Cast.ADMIN, "user/*.cruds", "").path("access_token").asText();
  }

  private static String proof(ECKey key, String method, String url, String token) {
    try {
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder()
              .jwtID(UUID.randomUUID().toString())
              .claim("htm", method)
              .claim("htu", url)
              .issueTime(Date.from(Instant.now()));
      if (token != null) {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        claims.claim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
      }
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType("dpop+jwt"))
                  .jwk(key.toPublicJWK())
                  .build(),
              claims.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String thumbprint() {
    try {
      return KEY.computeThumbprint().toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
