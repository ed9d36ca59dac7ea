package health.salus.smart.flow;

import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.oauth.OAuthError;
import health.salus.smart.page.Choice;
import health.salus.smart.page.ConsentChoices;
import health.salus.smart.page.ConsentPage;
import health.salus.smart.page.Form;
import health.salus.smart.page.Pages;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.user.PatientDirectory;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /oauth/consent}: the user sees the scopes that the app requests, and allows all, some or
 * none.
 */
final class ConsentForm {
  private final Flows flows;
  private final PendingRequests pending;
  private final PatientDirectory patients;
  private final Decisions decisions;
  private final Pages pages;
  private final EventLog events;

  ConsentForm(
      Flows flows,
      PendingRequests pending,
      PatientDirectory patients,
      Decisions decisions,
      Pages pages,
      EventLog events) {
    this.flows = flows;
    this.pending = pending;
    this.patients = patients;
    this.decisions = decisions;
    this.pages = pages;
    this.events = events;
  }

  void show(Visit visit) throws IOException {
    Optional<FlowState> state = ready(visit);
    if (state.isEmpty()) {
      return;
    }
    FlowState known = state.get();
    String patient =
        flows
            .context(known)
            .patient()
            .flatMap(id -> patients.patient(known.user(), id))
            .map(Choice::label)
            .orElse(null);
    visit.show(
        pages.consent(
            new ConsentPage(
                new Form("/oauth/consent", visit.session().csrf(), visit.flow()),
                Flows.label(known.request()),
                known.user().username(),
                patient,
                known.offer().texts(),
                "/oauth/grants")),
        known.request());
  }

  void submit(Visit visit) {
    Optional<FlowState> state = ready(visit);
    if (state.isEmpty()) {
      return;
    }
    if (!pending.take(visit.flow())) {
      throw new PageRefusal(400, "Already decided", "Go back to the app.");
    }
    FlowState known = state.get();
    ScopeSet granted =
        visit.sent().get("decision").filter("allow"::equals).isPresent()
            ? granted(visit, known)
            : ScopeSet.EMPTY;
    if (granted.isEmpty()) {
      record(known, false, "denied by the user");
      throw RedirectRefusal.of(
          known.request(), OAuthError.ACCESS_DENIED, "the user did not allow it");
    }
    record(known, true, granted.toString());
    visit.goTo(decisions.allow(known, flows.context(known), granted));
  }

  /**
   * The state, if only the decision is missing; otherwise redirects the user to the page of the
   * missing step.
   */
  private Optional<FlowState> ready(Visit visit) {
    String next = flows.next(visit.session(), visit.flow());
    if (!next.startsWith("/oauth/consent")) {
      visit.goTo(next);
      return Optional.empty();
    }
    return flows.load(visit.session(), visit.flow());
  }

  /** The granted scopes; a form cannot add scopes that were not offered. */
  private static ScopeSet granted(Visit visit, FlowState state) {
    ScopeSet ticked =
        ScopeSet.of(
            ConsentChoices.granted(
                state.offer().texts(), visit.sent().all("scope"), visit.sent().all("narrow")));
    return ticked.keepNamed(state.offer()::has).keepClinical(state.offer()::implies);
  }

  private void record(FlowState state, boolean success, String detail) {
    events.record(
        new SecurityEvent(
            EventKind.AUTHORIZATION,
            success,
            Optional.of(state.request().client().id()),
            Optional.of(state.user().username()),
            detail));
  }
}
