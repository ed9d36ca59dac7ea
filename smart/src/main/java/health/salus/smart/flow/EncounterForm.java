package health.salus.smart.flow;

import health.salus.smart.page.Choice;
import health.salus.smart.page.EncounterPickerPage;
import health.salus.smart.page.Form;
import health.salus.smart.page.Pages;
import health.salus.smart.user.PatientDirectory;
import java.io.IOException;
import java.util.Optional;

/** {@code /oauth/encounter}: the user picks the encounter in which the app will work, or none. */
final class EncounterForm {
  private static final int SHOWN = 50;

  private final Flows flows;
  private final PendingRequests pending;
  private final PatientDirectory patients;
  private final Pages pages;

  EncounterForm(Flows flows, PendingRequests pending, PatientDirectory patients, Pages pages) {
    this.flows = flows;
    this.pending = pending;
    this.patients = patients;
    this.pages = pages;
  }

  void show(Visit visit) throws IOException {
    Optional<FlowState> state = flows.load(visit.session(), visit.flow());
    Optional<String> patient = state.flatMap(known -> flows.context(known).patient());
    if (state.isEmpty() || patient.isEmpty()) {
      visit.goTo(flows.next(visit.session(), visit.flow()));
      return;
    }
    String label =
        patients.patient(state.get().user(), patient.get()).map(Choice::label).orElse("");
    visit.show(
        pages.encounterPicker(
            new EncounterPickerPage(
                new Form("/oauth/encounter", visit.session().csrf(), visit.flow()),
                Flows.label(state.get().request()),
                state.get().user().username(),
                label,
                patients.encounters(state.get().user(), patient.get(), SHOWN))),
        state.get().request());
  }

  void submit(Visit visit) {
    flows.load(visit.session(), visit.flow()).ifPresent(state -> pick(visit, state));
    visit.goTo(flows.next(visit.session(), visit.flow()));
  }

  private void pick(Visit visit, FlowState state) {
    String picked = visit.sent().get("encounter").orElse("");
    boolean known =
        picked.isEmpty()
            || flows
                .context(state)
                .patient()
                .flatMap(patient -> patients.encounter(state.user(), patient, picked))
                .isPresent();
    if (!known) {
      throw new PageRefusal(400, "Unknown visit", "Go back and pick another one.");
    }
    pending.pickEncounter(state.pending().id(), picked);
  }
}
