package health.salus.ml.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** The inputs of a linear model, measured on training rows only. Coefficients are still zero. */
record Standardisation(List<Term> terms) {
  /**
   * Minimum share of rows for a missingness indicator. A rarer one would learn from too few rows,
   * so such values are only imputed and reported.
   */
  private static final double MIN_MISSING = 0.05;

  private static final double MAX_MISSING = 0.95;

  Standardisation {
    terms = List.copyOf(terms);
  }

  static Standardisation of(List<TrainingRow> rows, int features) {
    List<Term> terms = new ArrayList<>();
    for (int feature = 0; feature < features; feature++) {
      int column = feature;
      double[] values = rows.stream().mapToDouble(row -> row.values().get(column)).toArray();
      double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
      double missing = 1 - (double) present.length / values.length;
      addIfItVaries(terms, feature, false, present);
      if (missing >= MIN_MISSING && missing <= MAX_MISSING) {
        double[] flags = Arrays.stream(values).map(v -> Double.isNaN(v) ? 1 : 0).toArray();
        addIfItVaries(terms, feature, true, flags);
      }
    }
    return new Standardisation(terms);
  }

  private static void addIfItVaries(
      List<Term> terms, int feature, boolean missingIndicator, double[] values) {
    DoubleSummaryStatistics statistics = Arrays.stream(values).summaryStatistics();
    double mean = statistics.getAverage();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    if (variance > 0) {
      terms.add(
          new Term(
              feature,
              missingIndicator,
              mean,
              Math.sqrt(variance),
              statistics.getMin(),
              statistics.getMax(),
              0));
    }
  }

  double[] inputs(TrainingRow row) {
    return terms.stream()
        .mapToDouble(term -> term.input(row.values().get(term.feature())))
        .toArray();
  }
}
