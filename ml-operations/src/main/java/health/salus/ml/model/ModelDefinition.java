package health.salus.ml.model;

import health.salus.ml.feature.FeatureSpec;
import health.salus.ml.feature.RecordNeeds;

/** A model as it is written in {@code config/models}: everything but what is learned. */
public record ModelDefinition(
    ModelIdentity identity,
    Outcome outcome,
    Cohort cohort,
    Landmarks landmarks,
    FeatureSpec features,
    TrainingSettings training,
    IntendedUse use) {

  /**
   * What training and prediction read: the features, and the outcome to know who has it already.
   */
  public RecordNeeds needs() {
    return features
        .view(outcome.view())
        .map(view -> features.needs().and(view.resourceType(), outcome.codes()))
        .orElse(features.needs());
  }
}
