package health.salus.ml.feature;

/** The values that can be true of a living person; others are taken for errors. */
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
