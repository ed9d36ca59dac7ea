package health.salus.smart.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a user allows or denies what an app asks for. It posts csrf, flow, decision
 * (allow or deny), a field named scope per ticked line and one named narrow per ticked part of a
 * line; {@link ConsentChoices} says which scopes that grants.
 *
 * @param user the signed-in user, as a person reads it
 * @param patient the patient in context, as a person reads it; null when there is none
 * @param scopes what the app asks for and may have, each as it was asked
 * @param grantsUrl where the user can withdraw it all later
 */
public record ConsentPage(
    Form form,
    AppLabel app,
    String user,
    @Nullable String patient,
    List<String> scopes,
    String grantsUrl) {
  public ConsentPage {
    scopes = List.copyOf(scopes);
  }
}
