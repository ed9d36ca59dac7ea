package health.salus.ml.model;

import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param trained when, the only part that differs between two trainings on the same data
 * @param data which data it learned from, in words
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
