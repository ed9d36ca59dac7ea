package health.salus.smart.flow;

import health.salus.smart.oauth.OAuthError;

/** A request that ends at the app, with an error. The redirect URL is known to be the app's. */
final class RedirectRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String redirectUrl;
  private final String state;
  private final OAuthError error;
  private final String description;

  RedirectRefusal(String redirectUrl, String state, OAuthError error, String description) {
    super(error.code() + ": " + description);
    this.redirectUrl = redirectUrl;
    this.state = state;
    this.error = error;
    this.description = description;
  }

  static RedirectRefusal of(AuthorizationRequest request, OAuthError error, String description) {
    return new RedirectRefusal(request.redirectUrl(), request.state(), error, description);
  }

  String redirectUrl() {
    return redirectUrl;
  }

  String state() {
    return state;
  }

  OAuthError error() {
    return error;
  }

  String description() {
    return description;
  }
}
