package health.salus.ml.model;

import java.util.Map;

/**
 * The provenance of a model.
 *
 * @param trained time of training, the only part that differs between two trainings on the same
 *     data
 * @param data description of the training data
 * @param versions of the libraries that trained it
 */
public record TrainingProvenance(
    String trainer,
    String trained,
    String data,
    int patients,
    int rows,
    int positives,
    Map<String, String> versions) {
  public TrainingProvenance {
    versions = Map.copyOf(versions);
  }
}
