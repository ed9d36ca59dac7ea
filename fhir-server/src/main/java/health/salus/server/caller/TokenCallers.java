package health.salus.server.caller;

import health.salus.interceptors.auth.Caller;
import health.salus.server.consent.Disclosures;
import health.salus.smart.token.AccessToken;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the caller of an access token in the records of this server. The patients of a user are
 * looked up for each request, so a proxy ends when the RelatedPerson does. Thread-safe.
 */
public final class TokenCallers {
  /** Staff may see every patient; consent, labels and masking narrow that, not the role. */
  private static final Set<String> STAFF =
      Set.of("clinician", "nurse", "researcher", "billing", "privacy", Caller.ADMINISTRATOR);

  private final PatientsOfUserAsSystem patients;
  private final Disclosures disclosures;

  public TokenCallers(PatientsOfUserAsSystem patients, Disclosures disclosures) {
    this.patients = patients;
    this.disclosures = disclosures;
  }

  /** The caller with exactly the rights of this token, and what patients disclose to it now. */
  public Caller of(AccessToken token) {
    Optional<Set<String>> ofUser =
        token.roles().stream().anyMatch(STAFF::contains)
            ? Optional.empty()
            : Optional.of(token.fhirUser().map(patients::of).orElse(Set.of()));
    boolean ofNobody = token.user().isEmpty(); // a backend service has no user to be limited to
    Set<String> roles = ofNobody ? Set.of(kind(token)) : token.roles();
    return new Caller(
        name(token),
        roles,
        ScopeGrants.of(token.scopes(), token.patient(), ofNobody ? Optional.empty() : ofUser),
        token.fhirUser(),
        disclosures.purposeOfUse(roles),
        disclosures.of(token.fhirUser(), roles));
  }

  private static String kind(AccessToken token) {
    return token.clientId().equals(Caller.ANONYMOUS) ? Caller.ANONYMOUS : Caller.SERVICE;
  }

  private static String name(AccessToken token) {
    return String.join("|", token.clientId(), token.user().orElse(""), token.patient().orElse(""));
  }
}
