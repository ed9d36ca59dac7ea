package health.salus.smart.page;

import java.util.List;

/**
 * The page on which a user picks the encounter that an app will work in. It posts {@code csrf},
 * {@code flow} and {@code encounter}: the picked id, or empty when the user goes on without one.
 *
 * @param user name of the signed-in user, for display
 * @param patient name of the picked patient, for display
 * @param choices that patient's encounters, in the order to show
 */
public record EncounterPickerPage(
    Form form, AppLabel app, String user, String patient, List<Choice> choices) {
  public EncounterPickerPage {
    choices = List.copyOf(choices);
  }
}
