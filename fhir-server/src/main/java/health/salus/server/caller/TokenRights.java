package health.salus.server.caller;

import health.salus.smart.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The access token of a request, and the rights beside FHIR that it carries. */
public final class TokenRights {
  private TokenRights() {}

  /** The token that the authentication filter has accepted; empty for an anonymous request. */
  public static Optional<AccessToken> token(HttpServletRequest request) {
    return Optional.ofNullable((AccessToken) request.getAttribute(AccessToken.ATTRIBUTE));
  }

  /** Whether the token of a request carries a right such as {@code model:train}. */
  public static boolean allow(HttpServletRequest request, String right) {
    return token(request).filter(token -> token.rights().contains(right)).isPresent();
  }
}
