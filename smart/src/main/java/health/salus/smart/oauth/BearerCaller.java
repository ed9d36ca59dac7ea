package health.salus.smart.oauth;

import health.salus.smart.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;

/** The caller of a request with an access token, which the filter has checked. */
final class BearerCaller {
  private BearerCaller() {}

  /** Whether the caller sent an access token rather than client authentication. */
  static boolean isThere(HttpServletRequest request) {
    return request.getAttribute(AccessToken.ATTRIBUTE) != null
        && request.getHeader("Authorization") != null;
  }

  static AccessToken of(HttpServletRequest request) {
    if (isThere(request)
        && request.getAttribute(AccessToken.ATTRIBUTE) instanceof AccessToken token) {
      return token;
    }
    throw new OAuthException(OAuthError.INVALID_TOKEN, "an access token is needed");
  }

  static AccessToken with(HttpServletRequest request, String right) {
    AccessToken token = of(request);
    if (!token.rights().contains(right)) {
      throw new OAuthException(OAuthError.INSUFFICIENT_SCOPE, "the right " + right + " is needed");
    }
    return token;
  }
}
