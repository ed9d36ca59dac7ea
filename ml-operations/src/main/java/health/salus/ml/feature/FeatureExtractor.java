package health.salus.ml.feature;

import health.salus.ml.feature.FeatureValue.Missing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the features known at an index time. This class alone enforces the cut-off: facts that
 * happened or were recorded later have no influence. Thread-safe.
 */
public final class FeatureExtractor {
  private final FeatureSpec spec;

  public FeatureExtractor(FeatureSpec spec) {
    this.spec = spec;
  }

  public FeatureVector extract(PatientRecord patientRecord, Instant indexTime) {
    return extract(RecordFacts.of(patientRecord.only(spec.needs()), spec.views()), indexTime);
  }

  public FeatureVector extract(RecordFacts facts, Instant indexTime) {
    List<FeatureValue> values = new ArrayList<>();
    for (Feature feature : spec.features()) {
      values.add(value(feature, facts.of(feature.view(), feature.codes()), indexTime));
    }
    return new FeatureVector(indexTime, values);
  }

  private FeatureValue value(Feature feature, List<Fact> all, Instant index) {
    List<Fact> known = all.stream().filter(fact -> fact.isKnownAt(index)).toList();
    List<Fact> standing = known.stream().filter(Fact::stands).toList();
    boolean demographic = spec.isDemographic(feature);
    List<Fact> dated =
        demographic ? standing : standing.stream().filter(fact -> fact.time() != null).toList();
    List<Fact> recent = demographic ? dated : withinWindow(feature, dated, index);
    if (!recent.isEmpty() || feature.aggregate().countsFacts()) {
      return new Aggregation(feature, index).of(recent);
    }
    if (known.isEmpty()) {
      return new Missing(MissingReason.NOT_RECORDED);
    }
    if (standing.isEmpty()) {
      return new Missing(MissingReason.WITHDRAWN);
    }
    return new Missing(dated.isEmpty() ? MissingReason.UNDATED : MissingReason.NONE_IN_WINDOW);
  }

  private static List<Fact> withinWindow(Feature feature, List<Fact> facts, Instant index) {
    if (feature.window() == null) {
      return facts;
    }
    Instant start = index.atZone(ZoneOffset.UTC).minus(feature.window()).toInstant();
    return facts.stream()
        .filter(fact -> fact.time() != null && !fact.time().instant().isBefore(start))
        .toList();
  }
}
