package health.salus.ml.feature;

/** The ways to reduce the facts before the index time to one number. */
public enum Aggregate {
  LAST,
  MEAN,
  MIN,
  MAX,
  /** The number of facts; zero is a value. */
  COUNT,
  /** Change per year by least squares; needs two different times. */
  SLOPE,
  /** One or zero; zero is a value. */
  EXISTS,
  /** Whole years between the column's date and the index time. */
  AGE,
  /** One if the column of the last fact equals the configured text, otherwise zero. */
  EQUALS;

  boolean countsFacts() {
    return this == COUNT || this == EXISTS;
  }

  boolean readsNumbers() {
    return switch (this) {
      case LAST, MEAN, MIN, MAX, SLOPE -> true;
      case COUNT, EXISTS, AGE, EQUALS -> false;
    };
  }
}
