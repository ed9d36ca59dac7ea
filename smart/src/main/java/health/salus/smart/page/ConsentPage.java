package health.salus.smart.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a user allows or denies the request of an app. It posts csrf, flow, decision
 * (allow or deny), a field named scope per ticked line and one named narrow per ticked part of a
 * line; {@link ConsentChoices} translates them into scopes.
 *
 * @param user name of the signed-in user, for display
 * @param patient name of the patient in context, for display; null if there is none
 * @param scopes the requested and permitted scopes, each as requested
 * @param grantsUrl page on which the user can revoke the access later
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
