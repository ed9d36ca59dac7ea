package health.salus.smart.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that shows the apps with access on behalf of a user, and revokes it. Each revoke button
 * posts csrf and grant (the id) to the form's action.
 *
 * @param user name of the signed-in user, for display
 * @param grants newest first
 * @param notice result of the last action, for example that an app was revoked; null if there is
 *     none
 */
public record GrantsPage(Form form, String user, List<Grant> grants, @Nullable String notice) {
  public GrantsPage {
    grants = List.copyOf(grants);
  }

  /**
   * The access of one app.
   *
   * @param id posted back to revoke it
   * @param patient name of the patient to whom it is limited, for display; null if there is none
   * @param scopes as granted
   * @param since time of the grant
   * @param lastUsed time of the last use; null for never
   */
  public record Grant(
      String id,
      String app,
      @Nullable String patient,
      List<String> scopes,
      Instant since,
      @Nullable Instant lastUsed) {
    public Grant {
      scopes = List.copyOf(scopes);
    }
  }
}
