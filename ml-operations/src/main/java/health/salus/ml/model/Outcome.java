package health.salus.ml.model;

import health.salus.ml.feature.Token;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The predicted outcome.
 *
 * @param code code of the outcome in a RiskAssessment
 * @param codes codes of the conditions that count as the outcome
 * @param view name of the view whose facts determine the outcome
 * @param horizon length of time after the index time in which it counts
 */
public record Outcome(
    String display,
    Token code,
    List<Token> codes,
    String view,
    Labelling labelling,
    Period horizon) {
  /** The ways to label a training row. */
  public enum Labelling {
    /**
     * A new condition. Patients who have it before the index time, or are not followed until the
     * horizon, are left out.
     */
    INCIDENCE,
    /** A finding after the index time that confirms or refutes; without one there is no row. */
    CONFIRMED_OR_REFUTED
  }

  public Outcome {
    codes = List.copyOf(codes);
  }

  public Instant end(Instant indexTime) {
    return indexTime.atZone(ZoneOffset.UTC).plus(horizon).toInstant();
  }
}
