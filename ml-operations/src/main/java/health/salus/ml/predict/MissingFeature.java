package health.salus.ml.predict;

import health.salus.ml.feature.MissingReason;

/** A missing value that the model would have used. */
public record MissingFeature(
    String feature, String display, MissingReason reason, boolean mandatory) {
  public String sentence() {
    return display + ": " + reason.text();
  }
}
