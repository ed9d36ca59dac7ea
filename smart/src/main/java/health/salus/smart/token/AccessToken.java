package health.salus.smart.token;

import health.salus.smart.grant.LaunchContext;
import health.salus.smart.scope.ScopeSet;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A valid access token, without its secret. Immutable.
 *
 * @param id id of the token in records and logs
 * @param grantId the family it belongs to
 * @param user name of the user, if the client acts for one
 * @param fhirUser relative reference, such as {@code Practitioner/1}
 * @param roles codes of the user's roles; empty for a backend service
 * @param rights administrative rights such as {@code token:introspect}
 * @param context of the launch
 */
public record AccessToken(
    String id,
    String grantId,
    String clientId,
    Optional<String> user,
    Optional<String> fhirUser,
    Set<String> roles,
    Set<String> rights,
    ScopeSet scopes,
    LaunchContext context,
    Instant issued,
    Instant expires,
    TokenBinding binding) {
  /** The request attribute that holds the token. */
  public static final String ATTRIBUTE = "health.salus.smart.token.AccessToken";

  public AccessToken {
    roles = Set.copyOf(roles);
    rights = Set.copyOf(rights);
  }

  /** The patient in context: {@code patient/} scopes are about this one only. */
  public Optional<String> patient() {
    return context.patient();
  }

  public Optional<String> encounter() {
    return context.encounter();
  }
}
