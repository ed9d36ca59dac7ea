package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7591. Registrations are made by an administrator here, whom no rate limits. */
class RegistrationIT {
  private static final Cast CAST = Cast.made();
  private static final String ADMINISTRATOR =
      CAST.publicApp().tokens(Cast.ADMIN, "user/*.cruds", "").path("access_token").asText();

  @Test
  void aStrangersPublicAppCanLaunchAtOnce() {
    HttpResponse<String> response =
        CAST.server.post(
            "/oauth/register",
            """
            {"client_name": "New app", "redirect_uris": ["%s"],
             "token_endpoint_auth_method": "none", "scope": "launch/patient patient/*.rs"}
            """
                .formatted(Cast.REDIRECT),
            "Content-Type",
            "application/json",
            "Authorization",
            TestServer.NO_TOKEN);
    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode client = TestServer.json(response);
    SmartApp app = new SmartApp(CAST.server, client.path("client_id").asText(), Optional.empty());

    JsonNode tokens =
        app.tokens(Cast.CLINICIAN, "launch/patient patient/Patient.rs", CAST.patientId);

    assertThat(client.has("client_secret")).isFalse();
    assertThat(tokens.path("scope").asText()).isEqualTo("launch/patient patient/Patient.rs");
  }

  @Test
  void aConfidentialClientGetsItsSecretOnce() {
    JsonNode client =
        TestServer.json(register("{\"redirect_uris\": [\"https://app.example/cb\"]}"));

    assertThat(client.path("client_secret").asText()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(client.path("client_secret_expires_at").asInt(-1)).isZero();
    assertThat(client.path("token_endpoint_auth_method").asText()).isEqualTo("client_secret_basic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "{\"redirect_uris\": [\"http://app.example/cb\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"javascript:alert(1)\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"https://app.example/cb#x\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"https://u:p@app.example/cb\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"https://*.example/cb\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"data:text/html,x\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"nodot:/cb\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": [\"not a url\"]} -> invalid_redirect_uri",
        "{\"redirect_uris\": []} -> invalid_client_metadata",
        "{} -> invalid_client_metadata",
        "[] -> invalid_client_metadata",
        "{\"redirect_uris\": \"https://a.example/\"} -> invalid_client_metadata",
        "{\"grant_types\": [\"password\"]} -> invalid_client_metadata",
        "{\"grant_types\": [\"client_credentials\"]} -> invalid_client_metadata",
        "{\"grant_types\": [\"urn:ietf:params:oauth:grant-type:jwt-bearer\"]} -> invalid_client_metadata",
        "{\"token_endpoint_auth_method\": \"private_key_jwt\", \"redirect_uris\": [\"https://a.example/\"]} -> invalid_client_metadata",
        "{\"token_endpoint_auth_method\": \"client_secret_jwt\", \"redirect_uris\": [\"https://a.example/\"]} -> invalid_client_metadata",
        "{\"response_types\": [\"token\"], \"redirect_uris\": [\"https://a.example/\"]} -> invalid_client_metadata"
      })
  void badMetadataIsRefused(String metadata, String error) {
    HttpResponse<String> response = register(metadata);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("error").asText()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example/cb",
    "http://localhost:3000/cb",
    "http://127.0.0.1/cb",
    "com.example.app:/cb"
  })
  void webNativeAndLocalAppsMayRegister(String url) {
    assertThat(register("{\"redirect_uris\": [\"" + url + "\"]}").statusCode()).isEqualTo(201);
  }

  @Test
  void privateKeysAreNotTaken() throws Exception {
    String jwk =
        new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_384)
            .keyID("k")
            .generate()
            .toJSONString();

    HttpResponse<String> response =
        register(
            """
            {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [%s]},
             "grant_types": ["client_credentials"], "scope": "system/*.rs"}
            """
                .formatted(jwk));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).doesNotContain("\"d\"");
  }

  private static HttpResponse<String> register(String metadata) {
    return CAST.server.post(
        "/oauth/register",
        metadata,
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + ADMINISTRATOR);
  }
}
