package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMART conformance: what the server says of itself, and that it is there. */
class DiscoveryIT {
  private static final TestServer SERVER = TestServer.shared();

  @ParameterizedTest
  @ValueSource(strings = {"application/fhir+xml", "text/html", "*/*", "application/fhir+json"})
  void theConfigurationIsJsonWhateverIsAccepted(String accept) {
    HttpResponse<String> response = get("/fhir/.well-known/smart-configuration", "Accept", accept);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(TestServer.json(response).isObject()).isTrue();
  }

  @Test
  void theRootHasTheSameConfiguration() {
    assertThat(get("/.well-known/smart-configuration").body())
        .isEqualTo(get("/fhir/.well-known/smart-configuration").body());
  }

  @Test
  void everyRequiredMemberIsThere() {
    JsonNode json = smart();

    assertThat(json.path("issuer").asText()).isEqualTo(SERVER.root());
    assertThat(texts(json, "grant_types_supported"))
        .contains("authorization_code", "client_credentials");
    assertThat(texts(json, "code_challenge_methods_supported")).containsExactly("S256");
    assertThat(texts(json, "capabilities"))
        .contains("launch-ehr", "launch-standalone", "sso-openid-connect", "authorize-post")
        .doesNotContain("smart-app-state");
    assertThat(texts(json, "token_endpoint_auth_signing_alg_values_supported"))
        .containsExactlyInAnyOrder("RS384", "ES384");
    assertThat(texts(json, "grant_types_supported")).noneMatch(type -> type.contains("jwt-bearer"));
  }

  @Test
  void everyUrlIsAbsoluteAndAnswers() {
    JsonNode json = smart();
    List<String> urls = new ArrayList<>();
    json.properties()
        .forEach(
            member -> {
              if (member.getKey().endsWith("_endpoint")
                  || member.getKey().endsWith("_uri")
                  || member.getKey().endsWith("_bundle")) {
                urls.add(member.getValue().asText());
              }
            });

    assertThat(urls).hasSizeGreaterThan(6).allMatch(url -> url.startsWith(SERVER.root() + "/"));
    for (String url : urls) {
      int status = get(url.substring(SERVER.root().length())).statusCode();
      assertThat(status).as(url).isIn(200, 303, 400, 405);
    }
  }

  @Test
  void everyScopeListedIsUnderstood() {
    assertThat(texts(smart(), "scopes_supported"))
        .allMatch(scope -> !health.salus.smart.scope.ScopeSet.parse(scope).isEmpty());
  }

  @Test
  void openIdDiscoveryNamesIssuerKeysAndAlgorithms() {
    JsonNode json = TestServer.json(get("/.well-known/openid-configuration"));

    assertThat(json.path("issuer").asText()).isEqualTo(SERVER.root());
    assertThat(texts(json, "id_token_signing_alg_values_supported")).contains("RS256");
    assertThat(texts(json, "subject_types_supported")).contains("public");
    assertThat(texts(json, "response_types_supported")).contains("code");
  }

  @Test
  void theKeySetHasPublicRsaAndEcKeysWithIds() {
    JsonNode keys = TestServer.json(get("/oauth/jwks")).path("keys");

    assertThat(keys).hasSizeGreaterThanOrEqualTo(2);
    for (JsonNode key : keys) {
      assertThat(key.path("kid").asText()).isNotEmpty();
      assertThat(key.path("kty").asText()).isIn("RSA", "EC");
      assertThat(key.has("d")).as("private part").isFalse();
    }
  }

  @Test
  void pagesOfOtherOriginsMayReadTheConfiguration() {
    HttpResponse<String> response =
        get("/fhir/.well-known/smart-configuration", "Origin", "https://app.example");

    assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValueSatisfying(origin -> assertThat(origin).isIn("*", "https://app.example"));
  }

  @Test
  void theBrandBundleHasTheAdvertisedBrandOnceAndItsEndpoint() {
    JsonNode bundle = TestServer.json(get("/oauth/brands"));
    JsonNode identifier = smart().path("user_access_brand_identifier");
    List<JsonNode> matching = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      for (JsonNode own : entry.path("resource").path("identifier")) {
        if (own.equals(identifier)) {
          matching.add(entry);
        }
      }
    }

    assertThat(bundle.path("type").asText()).isEqualTo("collection");
    assertThat(bundle.path("timestamp").asText()).isNotEmpty();
    assertThat(matching).hasSize(1);
    assertThat(bundle.toString()).contains(SERVER.base()).contains("hl7-fhir-rest");
  }

  @Test
  void anUnchangedBrandBundleIsNotSentAgain() {
    String tag = get("/oauth/brands").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second = get("/oauth/brands", "If-None-Match", tag);

    assertThat(tag).startsWith("W/\"");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  /** Nobody has a token yet who looks for where tokens come from. */
  private static HttpResponse<String> get(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", TestServer.NO_TOKEN));
    return SERVER.get(path, all.toArray(String[]::new));
  }

  private static JsonNode smart() {
    return TestServer.json(get("/fhir/.well-known/smart-configuration"));
  }

  private static List<String> texts(JsonNode json, String name) {
    List<String> texts = new ArrayList<>();
    json.path(name).forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
