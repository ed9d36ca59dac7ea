package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import health.salus.smart.token.DpopProofs;
import java.util.List;

/**
 * The two discovery documents. They list working features only.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART
 *     configuration</a>
 */
public final class Discovery {
  private static final List<String> CAPABILITIES =
      List.of(
          "launch-ehr",
          "launch-standalone",
          "authorize-post",
          "client-public",
          "client-confidential-symmetric",
          "client-confidential-asymmetric",
          "sso-openid-connect",
          "context-banner",
          "context-style",
          "context-ehr-patient",
          "context-ehr-encounter",
          "context-standalone-patient",
          "context-standalone-encounter",
          "permission-offline",
          "permission-online",
          "permission-patient",
          "permission-user",
          "permission-v1",
          "permission-v2");

  private static final List<String> SCOPES =
      List.of(
          "openid",
          "fhirUser",
          "profile",
          "launch",
          "launch/patient",
          "launch/encounter",
          "offline_access",
          "online_access",
          "patient/*.cruds",
          "user/*.cruds",
          "system/*.cruds",
          "patient/*.read",
          "user/*.read",
          "patient/*.write",
          "user/*.write",
          "patient/*.*",
          "user/*.*");

  private final Urls urls;
  private final boolean registration;
  private final BrandSettings brand;

  public Discovery(Urls urls, RegistrationMode registration, BrandSettings brand) {
    this.urls = urls;
    this.registration = registration != RegistrationMode.NOBODY;
    this.brand = brand;
  }

  ObjectNode smart() {
    ObjectNode json = common();
    json.put("management_endpoint", urls.at("/oauth/grants"));
    list(json, "capabilities", CAPABILITIES);
    json.put("user_access_brand_bundle", urls.at("/oauth/brands"));
    ObjectNode identifier = json.putObject("user_access_brand_identifier");
    identifier.put("system", BrandSettings.URL_SYSTEM);
    identifier.put("value", brand.website());
    return json;
  }

  ObjectNode openid() {
    ObjectNode json = common();
    list(json, "subject_types_supported", List.of("public"));
    list(json, "id_token_signing_alg_values_supported", List.of("RS256", "ES384"));
    list(
        json,
        "claims_supported",
        List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "fhirUser"));
    list(json, "prompt_values_supported", List.of("none", "login", "consent"));
    json.put("request_parameter_supported", false);
    json.put("request_uri_parameter_supported", false);
    return json;
  }

  private ObjectNode common() {
    ObjectNode json = JsonAnswer.object();
    json.put("issuer", urls.issuer());
    json.put("jwks_uri", urls.at("/oauth/jwks"));
    json.put("authorization_endpoint", urls.at("/oauth/authorize"));
    json.put("token_endpoint", urls.token());
    json.put("introspection_endpoint", urls.at("/oauth/introspect"));
    json.put("revocation_endpoint", urls.at("/oauth/revoke"));
    if (registration) {
      json.put("registration_endpoint", urls.at("/oauth/register"));
    }
    list(
        json,
        "grant_types_supported",
        List.of("authorization_code", "refresh_token", "client_credentials"));
    list(json, "response_types_supported", List.of("code"));
    list(json, "response_modes_supported", List.of("query"));
    list(json, "code_challenge_methods_supported", List.of("S256"));
    list(json, "scopes_supported", SCOPES);
    List<String> methods =
        List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt");
    list(json, "token_endpoint_auth_methods_supported", methods);
    list(json, "token_endpoint_auth_signing_alg_values_supported", List.of("RS384", "ES384"));
    list(
        json,
        "dpop_signing_alg_values_supported",
        DpopProofs.ALGORITHMS.stream().map(JWSAlgorithm::getName).sorted().toList());
    json.put("authorization_response_iss_parameter_supported", true);
    return json;
  }

  private static void list(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
