package health.salus.ml.feature;

import health.salus.ml.view.ViewDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one definition of a model's inputs, for training and for prediction.
 *
 * @param minimumMeasured with fewer features that are not demographic there is no prediction
 * @param hash SHA-256 of the features and views as they are written; a model is bound to it
 */
public record FeatureSpec(
    List<Feature> features, Map<String, ViewDefinition> views, int minimumMeasured, String hash) {
  public FeatureSpec {
    features = List.copyOf(features);
    views = Map.copyOf(views);
  }

  public Optional<ViewDefinition> view(String name) {
    return Optional.ofNullable(views.get(name));
  }

  /** Whether the feature is demographic rather than a finding. */
  public boolean isDemographic(Feature feature) {
    return view(feature.view()).map(ViewDefinition::resourceType).equals(Optional.of("Patient"));
  }

  /** The resources that the features need. */
  public RecordNeeds needs() {
    RecordNeeds needs = RecordNeeds.NONE;
    for (Feature feature : features) {
      String type = view(feature.view()).map(ViewDefinition::resourceType).orElse("");
      needs = needs.and(type, feature.codes());
    }
    return needs;
  }

  /** Whether the values suffice. If not, training skips the row and prediction abstains. */
  public boolean isUsable(FeatureVector vector) {
    int measured = 0;
    for (int i = 0; i < features.size(); i++) {
      boolean present = vector.values().get(i) instanceof FeatureValue.Present;
      if (!present && features.get(i).mandatory()) {
        return false;
      }
      if (present && !isDemographic(features.get(i))) {
        measured++;
      }
    }
    return measured >= minimumMeasured;
  }
}
