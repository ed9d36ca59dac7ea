package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.grant.LaunchContextJson;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.TokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /oauth/introspect}: confidential clients introspect their own tokens; clients and users
 * with the right introspect all tokens. An invalid token, or one that the caller may not
 * introspect, is answered with {@code {"active":false}} only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662">RFC 7662</a>
 */
public final class IntrospectionEndpoint implements ProgramServlet.Handler {
  private static final String RIGHT = "token:introspect";

  private final ClientLogin login;
  private final TokenVerifier verifier;
  private final Urls urls;

  public IntrospectionEndpoint(ClientLogin login, TokenVerifier verifier, Urls urls) {
    this.login = login;
    this.verifier = verifier;
    this.urls = urls;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Parameters form = Parameters.posted(request);
    Predicate<AccessToken> mayKnow = mayKnow(request, form);
    Optional<AccessToken> token = verifier.verify(form.required("token")).filter(mayKnow);
    JsonAnswer.secret(
        response,
        HttpServletResponse.SC_OK,
        token.map(this::describe).orElseGet(IntrospectionEndpoint::inactive));
  }

  private Predicate<AccessToken> mayKnow(HttpServletRequest request, Parameters form) {
    if (BearerCaller.isThere(request)) {
      BearerCaller.with(request, RIGHT);
      return token -> true;
    }
    Client client = login.authenticate(request, form);
    if (client.authentication() == ClientAuthentication.NONE) {
      throw new OAuthException(
          OAuthError.INVALID_CLIENT, "public clients cannot introspect tokens");
    }
    return token -> client.mayIntrospect() || token.clientId().equals(client.id());
  }

  private ObjectNode describe(AccessToken token) {
    ObjectNode json = JsonAnswer.object();
    json.put("active", true);
    json.put("scope", token.scopes().toString());
    json.put("client_id", token.clientId());
    json.put("exp", token.expires().getEpochSecond());
    json.put("iat", token.issued().getEpochSecond());
    json.put("token_type", token.binding().key().isPresent() ? "DPoP" : "Bearer");
    json.put("iss", urls.issuer());
    json.put("aud", urls.fhirBase());
    json.put("sub", token.user().orElse(token.clientId()));
    if (token.scopes().has(ScopeSet.FHIR_USER) || token.scopes().has(ScopeSet.PROFILE)) {
      token.fhirUser().ifPresent(user -> json.put("fhirUser", urls.fhirBase() + "/" + user));
    }
    LaunchContextJson.write(token.context(), json);
    token.binding().key().ifPresent(key -> json.withObject("/cnf").put("jkt", key));
    token
        .binding()
        .certificate()
        .ifPresent(print -> json.withObject("/cnf").put("x5t#S256", print));
    return json;
  }

  private static ObjectNode inactive() {
    return JsonAnswer.object().put("active", false);
  }
}
