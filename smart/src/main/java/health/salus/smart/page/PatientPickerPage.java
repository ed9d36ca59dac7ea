package health.salus.smart.page;

import java.util.List;

/**
 * The page on which a user picks the patient whose record an app will see. It posts {@code csrf},
 * {@code flow} and {@code patient} (the picked id). Posted without {@code patient} it is a search
 * with the text in {@code q}; a search that has the header {@code HX-Request} gets {@link
 * Pages#patientChoices} alone, any other the whole page.
 *
 * @param user name of the signed-in user, for display
 * @param query the search text; empty for the first list
 * @param choices the results, in the order to show
 * @param more whether there are matches beyond {@code choices}
 */
public record PatientPickerPage(
    Form form, AppLabel app, String user, String query, List<Choice> choices, boolean more) {
  public PatientPickerPage {
    choices = List.copyOf(choices);
  }
}
