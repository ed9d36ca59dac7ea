package health.salus.ml.model;

import health.salus.ml.feature.PatientRecord;
import java.util.Set;
import java.util.function.Consumer;

/** The patients whose data may be used for training. */
public interface TrainingCohort {
  /** One call per patient with that patient's resources of the given types; the order is free. */
  void forEachPatient(Set<String> resourceTypes, Consumer<PatientRecord> consumer);
}
