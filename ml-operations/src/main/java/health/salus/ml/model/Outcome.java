package health.salus.ml.model;

import health.salus.ml.feature.Token;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What is predicted.
 *
 * @param code how the outcome is coded in a RiskAssessment
 * @param codes the conditions that are the outcome
 * @param view the view whose facts tell the outcome
 * @param horizon how long after the index time it counts
 */
public record Outcome(
    String display,
    Token code,
    List<Token> codes,
    String view,
    Labelling labelling,
    Period horizon) {
  /** How a training row gets its label. */
  public enum Labelling {
    /**
     * A new condition: who has it before the index time is left out, and who is not followed until
     * the horizon too.
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
