package health.salus.ml.predict;

import java.util.List;

/**
 * What one of the patient's own values does to the score.
 *
 * @param text the value with its unit
 * @param time when it was true, as recorded; empty if it has no time
 * @param logOdds positive raises the probability
 * @param outsideTraining the model has seen no such value
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
