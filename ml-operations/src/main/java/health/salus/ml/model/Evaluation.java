package health.salus.ml.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The quality of predictions on rows that were not used for training.
 *
 * @param auroc NaN if only one outcome occurs
 * @param prevalenceBrier Brier score of a constant prediction: the prevalence of the training rows
 * @param calibrationError expected calibration error over ten equal-width bins
 */
public record Evaluation(
    int patients,
    int rows,
    int positives,
    double auroc,
    double brier,
    double prevalenceBrier,
    double calibrationError) {
  private static final int BINS = 10;

  /** A predicted probability and the outcome. */
  record Scored(double probability, boolean positive) {}

  static Evaluation of(List<Scored> scores, int patients, double trainingPrevalence) {
    int positives = (int) scores.stream().filter(Scored::positive).count();
    return new Evaluation(
        patients,
        scores.size(),
        positives,
        auroc(scores),
        brier(scores),
        brier(scores.stream().map(s -> new Scored(trainingPrevalence, s.positive())).toList()),
        calibrationError(scores));
  }

  public double prevalence() {
    return rows == 0 ? Double.NaN : (double) positives / rows;
  }

  /** The chance that a positive row scores above a negative one; ties count half. */
  static double auroc(List<Scored> scores) {
    List<Scored> sorted = new ArrayList<>(scores);
    sorted.sort(Comparator.comparingDouble(Scored::probability));
    double negativesBelow = 0;
    double pairs = 0;
    double positives = 0;
    int start = 0;
    while (start < sorted.size()) {
      int end = start;
      double tiedPositives = 0;
      while (end < sorted.size()
          && sorted.get(end).probability() == sorted.get(start).probability()) {
        tiedPositives += sorted.get(end).positive() ? 1 : 0;
        end++;
      }
      double tiedNegatives = (end - start) - tiedPositives;
      pairs += tiedPositives * (negativesBelow + tiedNegatives / 2);
      negativesBelow += tiedNegatives;
      positives += tiedPositives;
      start = end;
    }
    return pairs / (positives * negativesBelow);
  }

  static double brier(List<Scored> scores) {
    return scores.stream()
        .mapToDouble(s -> s.probability() - (s.positive() ? 1 : 0))
        .map(difference -> difference * difference)
        .average()
        .orElse(Double.NaN);
  }

  static double calibrationError(List<Scored> scores) {
    double[] difference = new double[BINS];
    for (Scored score : scores) {
      int bin = Math.min(BINS - 1, (int) (score.probability() * BINS));
      difference[bin] += score.probability() - (score.positive() ? 1 : 0);
    }
    double sum = 0;
    for (double bin : difference) {
      sum += Math.abs(bin);
    }
    return sum / scores.size();
  }
}
