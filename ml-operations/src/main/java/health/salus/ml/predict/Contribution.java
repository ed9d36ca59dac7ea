package health.salus.ml.predict;

import java.util.List;

/**
 * The contribution of one of the patient's values to the score.
 *
 * @param text the value with its unit
 * @param time clinical time, as recorded; empty if it has none
 * @param logOdds positive raises the probability
 * @param outsideTraining whether the value is outside the range of the training data
 */
public record Contribution(
    String feature,
    String display,
    String text,
    String time,
    List<String> sources,
    double logOdds,
    boolean outsideTraining) {
  public Contribution {
    sources = List.copyOf(sources);
  }

  public boolean raises() {
    return logOdds > 0;
  }

  /** For a reader: {@code HbA1c 6.3 % (2024-05-01)}. */
  public String sentence() {
    String when = time.isEmpty() ? "" : " (" + time.substring(0, Math.min(10, time.length())) + ")";
    return display + " " + text + when;
  }
}
