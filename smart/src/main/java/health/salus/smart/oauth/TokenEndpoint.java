package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.client.GrantType;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.token.Certificates;
import health.salus.smart.token.DpopProofs;
import health.salus.smart.token.TokenBinding;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /oauth/token}: authenticates the client, determines the key of the tokens, and calls the
 * exchange of the grant type.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749 section 3.2</a>
 */
public final class TokenEndpoint implements ProgramServlet.Handler {
  private final ClientLogin login;
  private final DpopProofs proofs;
  private final Map<GrantType, GrantExchange> exchanges;
  private final JwtBearerExchange jwtBearer;
  private final EventLog events;
  private final Urls urls;

  public TokenEndpoint(
      ClientLogin login,
      DpopProofs proofs,
      Map<GrantType, GrantExchange> exchanges,
      JwtBearerExchange jwtBearer,
      EventLog events,
      Urls urls) {
    this.login = login;
    this.proofs = proofs;
    this.exchanges = Map.copyOf(exchanges);
    this.jwtBearer = jwtBearer;
    this.events = events;
    this.urls = urls;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Parameters form = Parameters.posted(request);
    GrantType type =
        GrantType.of(form.required("grant_type"))
            .orElseThrow(
                () ->
                    new OAuthException(
                        OAuthError.UNSUPPORTED_GRANT_TYPE, "this grant type is not offered"));
    Client client =
        type == GrantType.JWT_BEARER ? jwtBearer.client(form) : login.authenticate(request, form);
    try {
      ObjectNode answer = answer(type, client, form, binding(request, client));
      JsonAnswer.secret(response, HttpServletResponse.SC_OK, answer);
    } catch (OAuthException e) {
      events.record(
          SecurityEvent.refusal(
              EventKind.TOKEN,
              Optional.of(client.id()),
              Optional.empty(),
              type.code() + " " + e.getMessage()));
      throw e;
    }
  }

  private ObjectNode answer(GrantType type, Client client, Parameters form, TokenBinding binding) {
    if (!client.allows(type)) {
      throw new OAuthException(
          OAuthError.UNAUTHORIZED_CLIENT, "the client is not registered for this grant type");
    }
    GrantExchange exchange = type == GrantType.JWT_BEARER ? jwtBearer : exchanges.get(type);
    if (exchange == null) {
      throw new OAuthException(OAuthError.UNSUPPORTED_GRANT_TYPE, "this grant type is not offered");
    }
    return exchange.exchange(client, form, binding);
  }

  /** The binding of the tokens: the key of a DPoP proof, the certificate of the client. */
  private TokenBinding binding(HttpServletRequest request, Client client) {
    List<String> sent = Collections.list(request.getHeaders("DPoP"));
    Optional<String> key = Optional.empty();
    if (!sent.isEmpty()) {
      key =
          sent.size() == 1
              ? proofs.atTokenEndpoint(urls.token(), client.id(), sent.get(0))
              : Optional.empty();
      if (key.isEmpty()) {
        throw new OAuthException(OAuthError.INVALID_DPOP_PROOF, "the DPoP proof is not valid");
      }
    }
    Optional<String> certificate =
        client.certificateBound() ? Certificates.thumbprint(request) : Optional.empty();
    if (client.certificateBound() && certificate.isEmpty()) {
      throw new OAuthException(
          OAuthError.INVALID_REQUEST, "this client must show its TLS certificate");
    }
    return new TokenBinding(key, certificate);
  }
}
