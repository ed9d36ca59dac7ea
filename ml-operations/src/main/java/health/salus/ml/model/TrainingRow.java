package health.salus.ml.model;

import java.time.Instant;
import java.util.List;

/**
 * One patient at one index time.
 *
 * @param values in the order of the features; NaN where missing
 */
record TrainingRow(String patientId, Instant indexTime, List<Double> values, boolean positive) {
  TrainingRow {
    values = List.copyOf(values);
  }
}
