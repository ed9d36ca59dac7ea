package health.salus.smart.oauth;

import java.util.Locale;

/** The error codes of RFC 6749, 6750, 7591, 9449 and OpenID Connect that this server uses. */
public enum OAuthError {
  INVALID_REQUEST(400),
  INVALID_CLIENT(401),
  INVALID_GRANT(400),
  UNAUTHORIZED_CLIENT(400),
  UNSUPPORTED_GRANT_TYPE(400),
  UNSUPPORTED_RESPONSE_TYPE(400),
  INVALID_SCOPE(400),
  ACCESS_DENIED(403),
  INVALID_TOKEN(401),
  INSUFFICIENT_SCOPE(403),
  INVALID_DPOP_PROOF(400),
  INVALID_CLIENT_METADATA(400),
  INVALID_REDIRECT_URI(400),
  LOGIN_REQUIRED(400),
  CONSENT_REQUIRED(400),
  REQUEST_NOT_SUPPORTED(400),
  REQUEST_URI_NOT_SUPPORTED(400),
  TEMPORARILY_UNAVAILABLE(503),
  TOO_MANY_REQUESTS(429);

  private final int status;

  OAuthError(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
