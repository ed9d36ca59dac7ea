package health.salus.ml.model;

/**
 * A trained model: learned parameters, provenance and evaluation.
 *
 * @param featureHash of the feature specification it was trained with
 * @param evaluation on the held-out patients
 */
public record TrainedModel(
    ModelIdentity identity,
    String featureHash,
    LinearModel model,
    Evaluation evaluation,
    TrainingSettings settings,
    TrainingProvenance provenance) {}
