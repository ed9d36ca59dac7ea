package health.salus.smart.flow;

import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Launches;
import health.salus.smart.oauth.OAuthError;
import health.salus.smart.oauth.Parameters;
import health.salus.smart.page.AppLabel;
import health.salus.smart.page.Choice;
import health.salus.smart.scope.ScopeContext;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Determines the next page of a waiting request. Thread-safe. */
final class Flows {
  private final PendingRequests pending;
  private final AuthorizationRequests requests;
  private final Users users;
  private final Offer offer;
  private final Launches launches;
  private final PatientDirectory patients;
  private final Clock clock;

  Flows(
      PendingRequests pending,
      AuthorizationRequests requests,
      Users users,
      Offer offer,
      Launches launches,
      PatientDirectory patients,
      Clock clock) {
    this.pending = pending;
    this.requests = requests;
    this.users = users;
    this.offer = offer;
    this.launches = launches;
    this.patients = patients;
    this.clock = clock;
  }

  /** The waiting request and the app's parameters, with or without a logged-in user. */
  AuthorizationRequest request(BrowserSession session, String id) {
    return requests.parse(Parameters.parse(waiting(session, id).parameters()));
  }

  /** The request with its user; empty if a login is needed first. */
  Optional<FlowState> load(BrowserSession session, String id) {
    Pending waiting = waiting(session, id);
    AuthorizationRequest request = requests.parse(Parameters.parse(waiting.parameters()));
    Optional<User> user = session.username().flatMap(users::find).filter(User::enabled);
    if (user.isEmpty() || mustLogInAgain(request, waiting, session)) {
      return Optional.empty();
    }
    ScopeSet scopes = offer.scopes(request, user.get());
    if (scopes.isEmpty()) {
      throw RedirectRefusal.of(
          request, OAuthError.INVALID_SCOPE, "none of the scopes can be granted");
    }
    LaunchContext launch =
        scopes.has(ScopeSet.LAUNCH) ? launch(request, user.get()) : LaunchContext.NONE;
    return Optional.of(new FlowState(waiting, request, session, user.get(), scopes, launch));
  }

  /** The path of the user's next page. */
  String next(BrowserSession session, String id) {
    Optional<FlowState> state = load(session, id);
    if (state.isEmpty()) {
      return "/oauth/login?flow=" + id;
    }
    if (needsPatient(state.get()) && context(state.get()).patient().isEmpty()) {
      return onlyPatient(state.get()) ? next(session, id) : "/oauth/patient?flow=" + id;
    }
    if (needsEncounter(state.get())) {
      return "/oauth/encounter?flow=" + id;
    }
    return "/oauth/consent?flow=" + id;
  }

  /** The context that was launched or picked so far. */
  LaunchContext context(FlowState state) {
    LaunchContext context = state.launch();
    if (context.patient().isEmpty() && state.pending().patient().isPresent()) {
      context = context.withPatient(state.pending().patient());
    }
    Optional<String> picked = state.pending().encounter().filter(id -> !id.isEmpty());
    return context.encounter().isEmpty() && picked.isPresent()
        ? context.withEncounter(picked)
        : context;
  }

  /** Whether a patient must be chosen: {@code patient/} scopes have no meaning without one. */
  static boolean needsPatient(FlowState state) {
    return state.offer().hasContext(ScopeContext.PATIENT)
        || state.offer().has(ScopeSet.LAUNCH_PATIENT)
        || state.offer().has(ScopeSet.LAUNCH_ENCOUNTER);
  }

  static AppLabel label(AuthorizationRequest request) {
    URI url = URI.create(request.redirectUrl());
    String host = url.getHost() == null ? url.getScheme() + ":" : url.getHost();
    return new AppLabel(
        request.client().name(), url.getPort() < 0 ? host : host + ":" + url.getPort());
  }

  private boolean needsEncounter(FlowState state) {
    return state.offer().has(ScopeSet.LAUNCH_ENCOUNTER)
        && context(state).encounter().isEmpty()
        && state.pending().encounter().isEmpty();
  }

  /** A patient with one record, or a parent of one child, has nothing to choose. */
  private boolean onlyPatient(FlowState state) {
    User user = state.user();
    boolean few = user.is(Role.PATIENT) || user.is(Role.PARENT);
    List<Choice> choices = patients.patients(user, "", 2);
    if (choices.isEmpty()) {
      throw RedirectRefusal.of(
          state.request(), OAuthError.ACCESS_DENIED, "the user cannot choose a patient");
    }
    if (!few || choices.size() > 1) {
      return false;
    }
    pending.pickPatient(state.pending().id(), choices.get(0).id());
    return true;
  }

  private LaunchContext launch(AuthorizationRequest request, User user) {
    return request
        .launch()
        .flatMap(launches::find)
        .filter(
            launch -> launch.clientId().orElse(request.client().id()).equals(request.client().id()))
        .filter(launch -> launch.username().equals(user.username()))
        .map(Launches.Launch::context)
        .orElseThrow(
            () ->
                RedirectRefusal.of(request, OAuthError.INVALID_REQUEST, "the launch is not known"));
  }

  private boolean mustLogInAgain(
      AuthorizationRequest request, Pending waiting, BrowserSession session) {
    Instant loggedIn = session.authenticated().orElse(Instant.MIN);
    boolean asked = request.prompt().contains("login") && loggedIn.isBefore(waiting.created());
    boolean tooOld =
        request
            .maxAge()
            .filter(age -> loggedIn.plus(age).isBefore(clock.instant()))
            .filter(age -> loggedIn.isBefore(waiting.created()))
            .isPresent();
    return asked || tooOld;
  }

  private Pending waiting(BrowserSession session, String id) {
    return pending
        .find(session, id)
        .orElseThrow(
            () ->
                new PageRefusal(
                    400, "This page is too old", "Go back to the app and start again from there."));
  }
}
