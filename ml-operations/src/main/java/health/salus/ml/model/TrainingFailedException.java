package health.salus.ml.model;

/**
 * Thrown if the data do not suffice for a model. The message names the shortage and holds no
 * patient data.
 */
public final class TrainingFailedException extends RuntimeException {
  /** Stable; callers may show it. */
  public enum Reason {
    NO_PATIENTS,
    NO_USABLE_ROWS,
    ONE_OUTCOME_ONLY,
    TOO_FEW_ROWS
  }

  private final Reason reason;

  public TrainingFailedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
