package health.salus.ml.predict;

import java.util.Locale;

/**
 * A qualitative risk, by fixed limits of the predicted probability.
 *
 * @see <a href="http://terminology.hl7.org/CodeSystem/risk-probability">risk-probability</a>
 */
public enum RiskLevel {
  /** Below 10 %. */
  LOW,
  /** From 10 % on. */
  MODERATE,
  /** From 50 % on. */
  HIGH;

  private static final double MODERATE_FROM = 0.10;
  private static final double HIGH_FROM = 0.50;

  /** The level of a probability between 0 and 1. */
  public static RiskLevel of(double probability) {
    if (probability >= HIGH_FROM) {
      return HIGH;
    }
    return probability >= MODERATE_FROM ? MODERATE : LOW;
  }

  /** The code in HL7's code system. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
