package health.salus.smart.flow;

import health.salus.smart.oauth.OAuthError;
import health.salus.smart.user.AttemptLimits;

/**
 * {@code /oauth/authorize}, GET and POST: checks the request and redirects the user to the next
 * page.
 */
final class AuthorizePage implements PageHandler {
  private final AuthorizationRequests requests;
  private final PendingRequests pending;
  private final Flows flows;
  private final AttemptLimits limits;

  AuthorizePage(
      AuthorizationRequests requests, PendingRequests pending, Flows flows, AttemptLimits limits) {
    this.requests = requests;
    this.pending = pending;
    this.flows = flows;
    this.limits = limits;
  }

  @Override
  public void handle(Visit visit) {
    if (!limits.allow(visit.request().getRemoteAddr())) {
      throw new PageRefusal(429, "Too many requests", "Wait a minute and try again.");
    }
    AuthorizationRequest request = requests.parse(visit.sent());
    if (request.prompt().contains("none")) {
      boolean somebody = visit.session().username().isPresent();
      throw RedirectRefusal.of(
          request,
          somebody ? OAuthError.CONSENT_REQUIRED : OAuthError.LOGIN_REQUIRED,
          "the user has to decide on a page");
    }
    String id = pending.create(visit.session(), visit.sent().encoded(AuthorizationRequests.NAMES));
    visit.goTo(flows.next(visit.session(), id));
  }
}
