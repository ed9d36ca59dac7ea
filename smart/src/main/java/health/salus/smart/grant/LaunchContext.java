package health.salus.smart.grant;

import java.util.List;
import java.util.Optional;

/**
 * The launch context of an app, repeated in each token response and at introspection.
 *
 * @param patient id without type
 * @param encounter id without type
 * @param intent what the user wants to do in the app
 * @param needPatientBanner whether the app must show whose chart it is
 * @param tenant of the hospital, where a server has several
 */
public record LaunchContext(
    Optional<String> patient,
    Optional<String> encounter,
    List<ContextReference> fhirContext,
    Optional<String> intent,
    Optional<Boolean> needPatientBanner,
    Optional<String> tenant) {
  public static final LaunchContext NONE =
      new LaunchContext(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public LaunchContext {
    fhirContext = List.copyOf(fhirContext);
  }

  public LaunchContext withPatient(Optional<String> id) {
    return new LaunchContext(id, encounter, fhirContext, intent, needPatientBanner, tenant);
  }

  public LaunchContext withEncounter(Optional<String> id) {
    return new LaunchContext(patient, id, fhirContext, intent, needPatientBanner, tenant);
  }

  public LaunchContext withBanner(boolean needed) {
    return new LaunchContext(patient, encounter, fhirContext, intent, Optional.of(needed), tenant);
  }
}
