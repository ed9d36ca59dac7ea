package health.salus.server.access;

import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.consent.Disclosure;
import health.salus.smart.token.AccessToken;
import java.util.Optional;
import java.util.Set;

/**
 * Who stands behind an access token, in the records of this server. Whom a user may see is looked
 * up for each request, so that a proxy ends when the RelatedPerson does. Thread-safe.
 */
public final class TokenCallers {
  /** Staff may see every patient; consent, labels and masking narrow that, not the role. */
  private static final Set<String> STAFF =
      Set.of("clinician", "nurse", "researcher", "billing", "privacy", Caller.ADMINISTRATOR);

  private final PatientsOfUserAsSystem patients;

  public TokenCallers(PatientsOfUserAsSystem patients) {
    this.patients = patients;
  }

  /** The caller with exactly the rights of this token. */
  public Caller of(AccessToken token) {
    Optional<Set<String>> ofUser =
        token.roles().stream().anyMatch(STAFF::contains)
            ? Optional.empty()
            : Optional.of(token.fhirUser().map(patients::of).orElse(Set.of()));
    boolean ofNobody = token.user().isEmpty(); // a backend service has no user to be limited to
    return new Caller(
        name(token),
        token.roles(),
        ScopeGrants.of(token.scopes(), token.patient(), ofNobody ? Optional.empty() : ofUser),
        token.fhirUser(),
        "TREAT",
        Disclosure.EVERYTHING);
  }

  private static String name(AccessToken token) {
    return String.join("|", token.clientId(), token.user().orElse(""), token.patient().orElse(""));
  }
}
