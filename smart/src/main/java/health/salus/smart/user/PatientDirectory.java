package health.salus.smart.user;

import health.salus.smart.page.Choice;
import java.util.List;
import java.util.Optional;

/**
 * The patients and encounters that a user may give to an app: a clinician those of the hospital, a
 * patient the own record, a parent those it stands for. Implementations decide this by the user's
 * roles and {@code fhirUser}, and are thread-safe.
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
