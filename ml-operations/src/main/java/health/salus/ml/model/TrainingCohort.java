package health.salus.ml.model;

import health.salus.ml.feature.PatientRecord;
import java.util.Set;
import java.util.function.Consumer;

/** The patients whose data may be used for training. */
public interface TrainingCohort {
  /**
   * Calls the consumer once per patient, in any order, with the patient's resources of the given
   * types.
   */
  void forEachPatient(Set<String> resourceTypes, Consumer<PatientRecord> consumer);
}
