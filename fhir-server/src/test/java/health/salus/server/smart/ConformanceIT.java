package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirements of SMART App Launch 2.2 that belong to no other test. */
class ConformanceIT {
  private static final Cast CAST = Cast.made();
  private static final TestServer SERVER = CAST.server;

  @Test
  void theConfigurationHasEveryMemberOfTheStandard() {
    JsonNode json = TestServer.json(SERVER.get("/fhir/.well-known/smart-configuration"));

    for (String url : List.of("issuer", "jwks_uri", "authorization_endpoint", "token_endpoint")) {
      assertThat(json.path(url).asText()).as(url).startsWith(SERVER.root());
    }
    assertThat(texts(json.path("scopes_supported"))).contains("openid", "launch/patient");
    assertThat(texts(json.path("token_endpoint_auth_methods_supported")))
        .contains("private_key_jwt", "client_secret_basic", "client_secret_post");
    assertThat(texts(json.path("token_endpoint_auth_signing_alg_values_supported")))
        .contains("RS384", "ES384");
    assertThat(json.at("/user_access_brand_identifier/system").asText()).isNotEmpty();
    assertThat(json.at("/user_access_brand_identifier/value").asText()).isNotEmpty();
  }

  @Test
  void theFourCapabilitySetsAreComplete() {
    JsonNode json = TestServer.json(SERVER.get("/fhir/.well-known/smart-configuration"));

    assertThat(texts(json.path("capabilities")))
        .contains(
            "launch-standalone",
            "launch-ehr",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "context-standalone-patient",
            "context-standalone-encounter",
            "context-ehr-patient",
            "context-ehr-encounter",
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2",
            "permission-offline",
            "permission-online");
  }

  @Test
  void metadataAndBrandsMayBeReadByPagesOfAnyOrigin() {
    for (String path : List.of("/fhir/metadata", "/oauth/brands")) {
      HttpResponse<String> answer =
          SERVER.get(path, "Origin", "https://app.example", "Authorization", TestServer.NO_TOKEN);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValueSatisfying(origin -> assertThat(origin).isIn("*", "https://app.example"));
    }
    assertThat(SERVER.get("/fhir/metadata").body()).contains("oauth-uris", "SMART-on-FHIR");
  }

  @Test
  void everyEntryOfTheBrandBundleSaysWhenItChanged() {
    JsonNode bundle = TestServer.json(SERVER.get("/oauth/brands"));

    assertThat(bundle.path("entry")).isNotEmpty();
    for (JsonNode entry : bundle.path("entry")) {
      assertThat(entry.at("/resource/meta/lastUpdated").asText()).isNotEmpty();
    }
  }

  @Test
  void whoHasNoFhirResourceGetsNoFhirUser() {
    JsonNode tokens =
        CAST.publicApp().tokens(Cast.PRIVACY, "openid fhirUser user/Patient.rs", "none");

    assertThat(tokens.path("scope").asText()).doesNotContain("fhirUser");
  }

  @Test
  void fhirContextTakesOnlyWhatTheStandardAllows() {
    String ehr =
        CAST.publicApp()
            .tokens(Cast.CLINICIAN, "user/Patient.rs user/Encounter.rs", "")
            .path("access_token")
            .asText();
    for (String context :
        List.of(
            "{}",
            "{\"reference\":\"Patient/1\"}",
            "{\"reference\":\"ImagingStudy/1\",\"role\":\"\"}",
            "{\"reference\":\"ImagingStudy/1\",\"role\":\"not absolute\"}")) {
      HttpResponse<String> answer =
          SERVER.post(
              "/oauth/launch",
              "{\"client_id\":\"cast-confidential\",\"patient\":\"%s\",\"fhirContext\":[%s]}"
                  .formatted(CAST.patientId, context),
              "Authorization",
              "Bearer " + ehr);

      assertThat(answer.statusCode()).as(context + answer.body()).isEqualTo(400);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
