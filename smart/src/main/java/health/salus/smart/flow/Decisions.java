package health.salus.smart.flow;

import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Codes;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.oauth.Parameters;
import health.salus.smart.oauth.TokenResponses;
import health.salus.smart.oauth.Urls;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.seal.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Turns the scopes that a user allowed into a grant and a code. Thread-safe. */
final class Decisions {
  private final Grants grants;
  private final Codes codes;
  private final TokenResponses responses;
  private final Urls urls;
  private final Clock clock;

  Decisions(Grants grants, Codes codes, TokenResponses responses, Urls urls, Clock clock) {
    this.grants = grants;
    this.codes = codes;
    this.responses = responses;
    this.urls = urls;
    this.clock = clock;
  }

  /** Returns the URL that takes the code to the app. */
  String allow(FlowState state, LaunchContext context, ScopeSet granted) {
    AuthorizationRequest request = state.request();
    Instant now = clock.instant();
    Refreshing refreshing =
        granted.has(ScopeSet.OFFLINE_ACCESS)
            ? Refreshing.OFFLINE
            : granted.has(ScopeSet.ONLINE_ACCESS) ? Refreshing.ONLINE : Refreshing.NONE;
    AuthorizationGrant grant =
        new AuthorizationGrant(
            Secrets.id(),
            request.client().id(),
            Optional.of(state.user().username()),
            Optional.of(state.session().id()),
            refreshing,
            granted,
            shown(state, context),
            state.session().authenticated().orElse(now),
            now,
            responses.end(refreshing));
    grants.create(grant);
    String code =
        codes.issue(
            new Codes.Terms(
                grant.id(), request.redirectUrl(), request.challenge(), request.nonce()));
    return AppRedirect.to(
        request.redirectUrl(),
        "code=" + code,
        "state=" + Parameters.encode(request.state()),
        "iss=" + Parameters.encode(urls.issuer()));
  }

  /** The launch context for the app; an app launched without an EHR must show the patient. */
  private static LaunchContext shown(FlowState state, LaunchContext context) {
    LaunchContext known =
        Flows.needsPatient(state) || state.offer().has(ScopeSet.LAUNCH)
            ? context
            : LaunchContext.NONE;
    return known.patient().isPresent() && known.needPatientBanner().isEmpty()
        ? known.withBanner(!state.offer().has(ScopeSet.LAUNCH))
        : known;
  }
}
