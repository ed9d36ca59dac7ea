package health.salus.smart.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.oauth.JsonAnswer;
import health.salus.smart.oauth.OAuthError;
import health.salus.smart.oauth.OAuthException;
import health.salus.smart.oauth.ProgramServlet;
import health.salus.smart.oauth.Urls;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Discovery in the external mode, which sends apps to the provider. It lists the capabilities of
 * this server with the provider's tokens; the provider offers launches and contexts.
 */
public final class ExternalEndpoints {
  private static final List<String> CAPABILITIES =
      List.of(
          "launch-standalone",
          "sso-openid-connect",
          "permission-patient",
          "permission-user",
          "permission-v1",
          "permission-v2");

  private ExternalEndpoints() {}

  /** Path specification to servlet. */
  public static Map<String, Servlet> servlets(ProviderSettings settings, Urls urls, Clock clock) {
    ExternalTokens provider = new ExternalTokens(settings, urls, clock);
    ProgramServlet.Handler smart =
        (request, response) -> JsonAnswer.write(response, 200, document(settings, provider));
    Map<String, Servlet> servlets = new LinkedHashMap<>();
    for (String path :
        List.of("/fhir/.well-known/smart-configuration", "/.well-known/smart-configuration")) {
      servlets.put(path, new ProgramServlet(Map.of("GET", smart)));
    }
    return servlets;
  }

  private static ObjectNode document(ProviderSettings settings, ExternalTokens provider) {
    try {
      ObjectNode json = JsonAnswer.object();
      json.put("issuer", settings.issuer());
      for (String name : List.of("jwks_uri", "authorization_endpoint", "token_endpoint")) {
        json.put(name, provider.endpoint(name));
      }
      json.putArray("grant_types_supported").add("authorization_code");
      json.putArray("response_types_supported").add("code");
      json.putArray("code_challenge_methods_supported").add("S256");
      CAPABILITIES.forEach(json.withArray("/capabilities")::add);
      return json;
    } catch (ProviderException e) {
      throw new OAuthException(
          OAuthError.TEMPORARILY_UNAVAILABLE, "the identity provider does not answer");
    }
  }
}
