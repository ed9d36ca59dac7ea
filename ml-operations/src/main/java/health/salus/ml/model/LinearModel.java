package health.salus.ml.model;

import java.util.List;

/** A logistic regression in plain Java. Immutable, thread-safe. */
public record LinearModel(double intercept, List<Term> terms) {
  public LinearModel {
    terms = List.copyOf(terms);
  }

  /** The probability for values in the order of the features, NaN where missing. */
  public double probability(double[] values) {
    double sum = intercept;
    for (Term term : terms) {
      sum += term.contribution(values[term.feature()]);
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** The contribution of a feature to the log odds, including its missingness. */
  public double contribution(int feature, double value) {
    return terms.stream()
        .filter(term -> term.feature() == feature)
        .mapToDouble(term -> term.contribution(value))
        .sum();
  }

  /** Whether the value is outside the range of the training data. */
  public boolean isOutside(int feature, double value) {
    return terms.stream()
        .filter(term -> term.feature() == feature && !term.missingIndicator())
        .anyMatch(term -> value < term.min() || value > term.max());
  }
}
