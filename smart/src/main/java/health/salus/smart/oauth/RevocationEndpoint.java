package health.salus.smart.oauth;

import health.salus.smart.client.Client;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.RefreshTokens;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.TokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /oauth/revoke}: a client revokes a token. Either kind of token ends the whole grant with
 * all its tokens. An unknown token is no error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009</a>
 */
public final class RevocationEndpoint implements ProgramServlet.Handler {
  private final ClientLogin login;
  private final TokenVerifier verifier;
  private final RefreshTokens refreshTokens;
  private final Grants grants;
  private final EventLog events;

  public RevocationEndpoint(
      ClientLogin login,
      TokenVerifier verifier,
      RefreshTokens refreshTokens,
      Grants grants,
      EventLog events) {
    this.login = login;
    this.verifier = verifier;
    this.refreshTokens = refreshTokens;
    this.grants = grants;
    this.events = events;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Parameters form = Parameters.posted(request);
    Client client = login.authenticate(request, form);
    String token = form.required("token");
    Optional<String> grant =
        verifier
            .verify(token)
            .filter(found -> found.clientId().equals(client.id()))
            .map(AccessToken::grantId)
            .or(() -> refreshTokens.grantOf(token, client.id()));
    grant.ifPresent(
        id -> {
          grants.revoke(id);
          events.record(
              SecurityEvent.success(
                  EventKind.REVOCATION,
                  Optional.of(client.id()),
                  Optional.empty(),
                  "by the client"));
        });
    JsonAnswer.secret(response, HttpServletResponse.SC_OK, JsonAnswer.object());
  }
}
