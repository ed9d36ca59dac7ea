package health.salus.ml.feature;

import java.time.Instant;
import java.util.List;

/** The values of all features, in the order of the specification. */
public record FeatureVector(Instant indexTime, List<FeatureValue> values) {
  public FeatureVector {
    values = List.copyOf(values);
  }

  /** Missing values are NaN. */
  public double[] numbers() {
    return values.stream()
        .mapToDouble(value -> value instanceof FeatureValue.Present p ? p.value() : Double.NaN)
        .toArray();
  }
}
