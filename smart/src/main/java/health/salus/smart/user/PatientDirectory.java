package health.salus.smart.user;

import health.salus.smart.page.Choice;
import java.util.List;
import java.util.Optional;

/**
 * Finds the patients and encounters that a user may choose for an app: all of the hospital for a
 * clinician, the own record for a patient, the represented patients for a parent. Implementations
 * decide by the user's roles and {@code fhirUser}, and are thread-safe.
 */
public interface PatientDirectory {
  /** Patients whose name matches; an empty query gives the first ones. At most {@code limit}. */
  List<Choice> patients(User user, String query, int limit);

  /** The patient with this id, if this user may pick it; hidden and missing look alike. */
  Optional<Choice> patient(User user, String id);

  /** Encounters of a patient whom this user may pick, newest first. At most {@code limit}. */
  List<Choice> encounters(User user, String patientId, int limit);

  /** The encounter with this id, if it is one of that patient's. */
  Optional<Choice> encounter(User user, String patientId, String id);
}
