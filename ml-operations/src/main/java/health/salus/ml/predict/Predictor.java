package health.salus.ml.predict;

import health.salus.ml.feature.Feature;
import health.salus.ml.feature.FeatureExtractor;
import health.salus.ml.feature.FeatureValue;
import health.salus.ml.feature.FeatureVector;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordFacts;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.model.LinearModel;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelFormatException;
import health.salus.ml.model.Outcome;
import health.salus.ml.model.TrainedModel;
import health.salus.ml.predict.Prediction.Abstained;
import health.salus.ml.predict.Prediction.Scored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A trained model with its own definition; the constructor refuses any other. Thread-safe. */
public final class Predictor {
  private final ModelDefinition definition;
  private final TrainedModel trained;
  private final FeatureExtractor extractor;

  public Predictor(ModelDefinition definition, TrainedModel trained) {
    if (!trained.identity().equals(definition.identity())
        || !trained.featureHash().equals(definition.features().hash())) {
      throw new ModelFormatException(
          "model %s was trained with another definition; train it again"
              .formatted(definition.identity().name()));
    }
    this.definition = definition;
    this.trained = trained;
    this.extractor = new FeatureExtractor(definition.features());
  }

  public ModelDefinition definition() {
    return definition;
  }

  public TrainedModel trained() {
    return trained;
  }

  public RecordNeeds needs() {
    return definition.needs();
  }

  /** Predicts from data known at the index time only. */
  public Prediction predict(PatientRecord patientRecord, Instant indexTime) {
    RecordFacts facts = RecordFacts.of(patientRecord.only(needs()), definition.features().views());
    FeatureVector vector = extractor.extract(facts, indexTime);
    List<MissingFeature> missing = missing(vector);
    if (hasOutcome(facts, indexTime)) {
      return new Abstained(Abstained.Reason.OUTCOME_PRESENT, missing);
    }
    if (!definition.features().isUsable(vector)) {
      return new Abstained(Abstained.Reason.NO_DATA, missing);
    }
    double probability = trained.model().probability(vector.numbers());
    return new Scored(indexTime, probability, contributions(vector), missing);
  }

  private boolean hasOutcome(RecordFacts facts, Instant indexTime) {
    Outcome outcome = definition.outcome();
    return outcome.labelling() == Outcome.Labelling.INCIDENCE
        && facts.of(outcome.view(), outcome.codes()).stream()
            .anyMatch(fact -> fact.stands() && fact.isKnownAt(indexTime));
  }

  private List<MissingFeature> missing(FeatureVector vector) {
    List<MissingFeature> missing = new ArrayList<>();
    for (int i = 0; i < vector.values().size(); i++) {
      Feature feature = definition.features().features().get(i);
      if (vector.values().get(i) instanceof FeatureValue.Missing value) {
        missing.add(
            new MissingFeature(
                feature.name(), feature.display(), value.reason(), feature.mandatory()));
      }
    }
    return missing;
  }

  private List<Contribution> contributions(FeatureVector vector) {
    LinearModel model = trained.model();
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < vector.values().size(); i++) {
      Feature feature = definition.features().features().get(i);
      if (vector.values().get(i) instanceof FeatureValue.Present present) {
        contributions.add(
            new Contribution(
                feature.name(),
                feature.display(),
                present.text(),
                present.time(),
                present.sources(),
                model.contribution(i, present.value()),
                model.isOutside(i, present.value())));
      }
    }
    contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.logOdds())));
    return contributions;
  }
}
