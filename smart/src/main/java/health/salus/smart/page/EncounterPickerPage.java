package health.salus.smart.page;

import java.util.List;

/**
 * The page on which a user picks the encounter that an app will work in. It posts {@code csrf},
 * {@code flow} and {@code encounter}: the picked id, or empty when the user goes on without one.
 *
 * @param user the signed-in user, as a person reads it
 * @param patient the patient picked before, as a person reads it
 * @param choices that patient's encounters, in the order to show
 */
public record EncounterPickerPage(
    Form form, AppLabel app, String user, String patient, List<Choice> choices) {
  public EncounterPickerPage {
    choices = List.copyOf(choices);
  }
}
