package health.salus.ml.feature;

/** The plausible values of a living person; other values count as errors. */
public record Range(double min, double max) {
  public Range {
    if (!(min < max)) {
      throw new IllegalArgumentException("range.min must be below range.max but is " + min);
    }
  }

  public boolean contains(double value) {
    return value >= min && value <= max;
  }
}
