package health.salus.smart.flow;

import health.salus.smart.page.Choice;
import health.salus.smart.page.Form;
import health.salus.smart.page.Pages;
import health.salus.smart.page.PatientPickerPage;
import health.salus.smart.user.PatientDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /oauth/patient}: the user picks the patient whose record the app will see. */
final class PatientForm {
  private static final int SHOWN = 25;

  private final Flows flows;
  private final PendingRequests pending;
  private final PatientDirectory patients;
  private final Pages pages;

  PatientForm(Flows flows, PendingRequests pending, PatientDirectory patients, Pages pages) {
    this.flows = flows;
    this.pending = pending;
    this.patients = patients;
    this.pages = pages;
  }

  void show(Visit visit) throws IOException {
    Optional<FlowState> state = flows.load(visit.session(), visit.flow());
    if (state.isEmpty()) {
      visit.goTo(flows.next(visit.session(), visit.flow()));
      return;
    }
    String query = visit.sent().get("q").orElse("");
    List<Choice> found = patients.patients(state.get().user(), query, SHOWN + 1);
    PatientPickerPage page =
        new PatientPickerPage(
            new Form("/oauth/patient", visit.session().csrf(), visit.flow()),
            Flows.label(state.get().request()),
            state.get().user().username(),
            query,
            found.stream().limit(SHOWN).toList(),
            found.size() > SHOWN);
    boolean listOnly = visit.request().getHeader("HX-Request") != null;
    visit.show(
        listOnly ? pages.patientChoices(page) : pages.patientPicker(page), state.get().request());
  }

  void submit(Visit visit) throws IOException {
    Optional<String> picked = visit.sent().get("patient");
    if (picked.isEmpty()) {
      show(visit);
      return;
    }
    flows
        .load(visit.session(), visit.flow())
        .ifPresent(
            state ->
                pending.pickPatient(
                    state.pending().id(),
                    patients
                        .patient(state.user(), picked.get())
                        .orElseThrow(
                            () ->
                                new PageRefusal(
                                    400, "Unknown patient", "Go back and pick another one."))
                        .id()));
    visit.goTo(flows.next(visit.session(), visit.flow()));
  }
}
