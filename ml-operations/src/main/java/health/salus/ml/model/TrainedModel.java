package health.salus.ml.model;

/**
 * Everything that was learned, with where it comes from and how good it is.
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
