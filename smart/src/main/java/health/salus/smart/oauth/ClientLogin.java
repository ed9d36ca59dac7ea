package health.salus.smart.oauth;

import health.salus.smart.client.Client;
import health.salus.smart.client.ClientCredential;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.mgt.SecurityManager;

/** Authenticates the client of a request, by exactly one method. Thread-safe. */
public final class ClientLogin {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final SecurityManager security;
  private final EventLog events;
  private final Function<String, Optional<String>> refreshTokenOwner;

  /**
   * The clients that {@code security} knows.
   *
   * @param refreshTokenOwner finds the client of a refresh token
   */
  public ClientLogin(
      SecurityManager security,
      EventLog events,
      Function<String, Optional<String>> refreshTokenOwner) {
    this.security = security;
    this.events = events;
    this.refreshTokenOwner = refreshTokenOwner;
  }

  /**
   * The client.
   *
   * @throws OAuthException {@code invalid_client} for any fault, without naming it
   */
  Client authenticate(HttpServletRequest request, Parameters form) {
    ClientCredential credential = credential(request, form);
    try {
      Client client = security.authenticate(credential).getPrincipals().oneByType(Client.class);
      form.get("client_id").filter(id -> !id.equals(client.id())).ifPresent(id -> refuse());
      return client;
    } catch (AuthenticationException e) {
      events.record(
          SecurityEvent.refusal(
              EventKind.CLIENT_AUTHENTICATION,
              Optional.empty(),
              Optional.empty(),
              credential.getClass().getSimpleName()));
      throw invalid();
    }
  }

  private ClientCredential credential(HttpServletRequest request, Parameters form) {
    List<ClientCredential> sent = new ArrayList<>();
    Optional<String> id = form.get("client_id");
    String header = request.getHeader("Authorization");
    if (header != null && header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      sent.add(basic(header.substring("basic ".length())));
    }
    form.get("client_secret")
        .ifPresent(
            secret ->
                sent.add(
                    new ClientCredential.Secret(id.orElseThrow(ClientLogin::invalid), secret)));
    form.get("client_assertion")
        .ifPresent(
            jwt -> {
              if (!JWT_BEARER.equals(form.required("client_assertion_type"))) {
                throw new OAuthException(
                    OAuthError.INVALID_REQUEST, "client_assertion_type must be " + JWT_BEARER);
              }
              sent.add(new ClientCredential.Assertion(id, jwt));
            });
    if (sent.size() > 1) {
      throw new OAuthException(
          OAuthError.INVALID_REQUEST, "more than one method of client authentication");
    }
    return sent.isEmpty() ? name(form) : sent.get(0);
  }

  /**
   * Identifies a public client by its refresh token alone. SMART App Launch does not require such
   * apps to send their id, and the library that most of them use does not send it. Other clients
   * must authenticate.
   */
  private ClientCredential name(Parameters form) {
    return form.get("client_id")
        .or(() -> form.get("refresh_token").flatMap(refreshTokenOwner))
        .map(ClientCredential.Name::new)
        .orElseThrow(ClientLogin::invalid);
  }

  /** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
  private static ClientCredential basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 1) {
        throw invalid();
      }
      return new ClientCredential.Secret(
          URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static void refuse() {
    throw invalid();
  }

  private static OAuthException invalid() {
    return new OAuthException(OAuthError.INVALID_CLIENT, "the client is not authenticated");
  }
}
