package health.salus.ml.model;

import health.salus.ml.feature.Fact;
import health.salus.ml.feature.FeatureExtractor;
import health.salus.ml.feature.FeatureVector;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds the training rows of one patient: the features and the outcome at each landmark. */
final class TrainingRows {
  private final ModelDefinition definition;
  private final FeatureExtractor extractor;

  TrainingRows(ModelDefinition definition) {
    this.definition = definition;
    this.extractor = new FeatureExtractor(definition.features());
  }

  List<TrainingRow> of(PatientRecord patientRecord) {
    if (!definition.cohort().includes(patientRecord)) {
      return List.of();
    }
    RecordFacts facts =
        RecordFacts.of(patientRecord.only(definition.needs()), definition.features().views());
    List<Instant> times = facts.times();
    List<TrainingRow> rows = new ArrayList<>();
    for (Instant index : definition.landmarks().of(times)) {
      Optional<Boolean> label = label(facts, times, index);
      if (label.isEmpty() || !definition.cohort().isOldEnough(patientRecord, index)) {
        continue;
      }
      FeatureVector vector = extractor.extract(facts, index);
      if (definition.features().isUsable(vector)) {
        List<Double> values = Arrays.stream(vector.numbers()).boxed().toList();
        rows.add(new TrainingRow(patientRecord.patientId(), index, values, label.get()));
      }
    }
    return rows;
  }

  private Optional<Boolean> label(RecordFacts facts, List<Instant> times, Instant index) {
    List<Fact> outcomes = facts.of(definition.outcome().view(), definition.outcome().codes());
    return switch (definition.outcome().labelling()) {
      case INCIDENCE -> incidence(outcomes, times, index);
      case CONFIRMED_OR_REFUTED -> finding(outcomes, index);
    };
  }

  private Optional<Boolean> incidence(List<Fact> outcomes, List<Instant> times, Instant index) {
    Instant end = definition.outcome().end(index);
    List<Fact> standing = outcomes.stream().filter(Fact::stands).toList();
    if (standing.stream().anyMatch(fact -> fact.time() == null)) {
      return Optional.empty();
    }
    Optional<Instant> onset = standing.stream().flatMap(fact -> time(fact).stream()).findFirst();
    if (onset.isPresent() && !onset.get().isAfter(index)) {
      return Optional.empty();
    }
    if (onset.isPresent() && !onset.get().isAfter(end)) {
      return Optional.of(true);
    }
    boolean followed = !times.isEmpty() && !times.get(times.size() - 1).isBefore(end);
    return followed ? Optional.of(false) : Optional.empty();
  }

  private Optional<Boolean> finding(List<Fact> outcomes, Instant index) {
    Instant end = definition.outcome().end(index);
    List<Fact> findings =
        outcomes.stream()
            .filter(fact -> time(fact).filter(t -> t.isAfter(index) && !t.isAfter(end)).isPresent())
            .toList();
    if (findings.stream().anyMatch(Fact::stands)) {
      return Optional.of(true);
    }
    return findings.stream().anyMatch(Fact::isRefuted) ? Optional.of(false) : Optional.empty();
  }

  private static Optional<Instant> time(Fact fact) {
    return fact.time() == null ? Optional.empty() : Optional.of(fact.time().instant());
  }
}
