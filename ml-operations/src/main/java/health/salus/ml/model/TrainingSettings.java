package health.salus.ml.model;

/**
 * L2-regularised logistic regression.
 *
 * @param l2 weight of the penalty, per training row
 * @param heldOut share of patients that is kept for the evaluation
 */
public record TrainingSettings(
    double l2, int epochs, double learningRate, int batchSize, long seed, double heldOut) {
  public TrainingSettings {
    require(l2 >= 0, "training.l2 must not be negative but is " + l2);
    require(epochs > 0, "training.epochs must be positive but is " + epochs);
    require(learningRate > 0, "training.learningRate must be positive but is " + learningRate);
    require(batchSize > 0, "training.batchSize must be positive but is " + batchSize);
    require(
        heldOut > 0 && heldOut < 1, "training.heldOut must be within 0 and 1 but is " + heldOut);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
