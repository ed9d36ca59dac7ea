package health.salus.ml.model;

import health.salus.ml.feature.FeatureSpec;
import health.salus.ml.feature.RecordNeeds;

/** A model definition from {@code config/models}: everything except the learned parameters. */
public record ModelDefinition(
    ModelIdentity identity,
    Outcome outcome,
    Cohort cohort,
    Landmarks landmarks,
    FeatureSpec features,
    TrainingSettings training,
    IntendedUse use) {

  /**
   * The input of training and prediction: the features, and the outcome, to detect patients who
   * already have it.
   */
  public RecordNeeds needs() {
    return features
        .view(outcome.view())
        .map(view -> features.needs().and(view.resourceType(), outcome.codes()))
        .orElse(features.needs());
  }
}
