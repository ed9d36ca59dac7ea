package health.salus.ml.model;

/**
 * One coefficient of a linear model, on the standardised scale.
 *
 * @param missingIndicator true: the input is one where the feature is missing, otherwise zero
 * @param mean of the training rows; replaces a missing value
 * @param min the lowest value seen in training
 * @param max the highest value seen in training
 */
public record Term(
    int feature,
    boolean missingIndicator,
    double mean,
    double standardDeviation,
    double min,
    double max,
    double coefficient) {

  /** The standardised input; zero, the mean, for a missing value. */
  double input(double value) {
    if (missingIndicator) {
      return ((Double.isNaN(value) ? 1 : 0) - mean) / standardDeviation;
    }
    return Double.isNaN(value) ? 0 : (value - mean) / standardDeviation;
  }

  public double contribution(double value) {
    return coefficient * input(value);
  }

  Term withCoefficient(double learned) {
    return new Term(feature, missingIndicator, mean, standardDeviation, min, max, learned);
  }
}
