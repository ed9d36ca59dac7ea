package health.salus.ml.feature;

/** How the facts before the index time become one number. */
public enum Aggregate {
  LAST,
  MEAN,
  MIN,
  MAX,
  /** How many facts; zero is a value. */
  COUNT,
  /** Change per year by least squares; needs two different times. */
  SLOPE,
  /** One or zero; zero is a value. */
  EXISTS,
  /** Whole years between the column's date and the index time. */
  AGE,
  /** One if the last fact's column equals the wanted text, zero if it is another. */
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
