package health.salus.smart.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that shows a user which apps have access, and takes it away. Each revoke button posts
 * csrf and grant (the id) to the form's action.
 *
 * @param user the signed-in user, as a person reads it
 * @param grants newest first
 * @param notice what just happened, for example that an app was revoked; null for nothing
 */
public record GrantsPage(Form form, String user, List<Grant> grants, @Nullable String notice) {
  public GrantsPage {
    grants = List.copyOf(grants);
  }

  /**
   * What one app was allowed.
   *
   * @param id posted back to revoke it
   * @param patient the patient it is limited to, as a person reads it; null when there is none
   * @param scopes as granted
   * @param since when the user allowed it
   * @param lastUsed when the app last used it; null for never
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
