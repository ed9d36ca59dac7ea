package health.salus.ml.predict;

import java.time.Instant;
import java.util.List;

/** What a model says of one patient at one time. */
public sealed interface Prediction {
  List<MissingFeature> missing();

  /**
   * A score.
   *
   * @param probability between 0 and 1
   * @param contributions the strongest first
   */
  record Scored(
      Instant indexTime,
      double probability,
      List<Contribution> contributions,
      List<MissingFeature> missing)
      implements Prediction {
    public Scored {
      contributions = List.copyOf(contributions);
      missing = List.copyOf(missing);
    }
  }

  /** No score, and why. */
  record Abstained(Reason reason, List<MissingFeature> missing) implements Prediction {
    public Abstained {
      missing = List.copyOf(missing);
    }

    /** Why the model does not judge. */
    public enum Reason {
      NO_DATA,
      /** The patient has already what would be predicted. */
      OUTCOME_PRESENT
    }
  }
}
