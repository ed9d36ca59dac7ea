package health.salus.ml.predict;

import java.time.Instant;
import java.util.List;

/** The result of a model for one patient at one time. */
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

  /** An abstention, with its reason. */
  record Abstained(Reason reason, List<MissingFeature> missing) implements Prediction {
    public Abstained {
      missing = List.copyOf(missing);
    }

    /** The reasons for an abstention. */
    public enum Reason {
      NO_DATA,
      /** The patient already has the predicted condition. */
      OUTCOME_PRESENT
    }
  }
}
