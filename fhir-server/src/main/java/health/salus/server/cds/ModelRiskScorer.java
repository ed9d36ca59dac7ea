package health.salus.server.cds;

import health.salus.cdshooks.risk.RiskResult;
import health.salus.cdshooks.risk.RiskScorer;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.predict.Contribution;
import health.salus.ml.predict.MissingFeature;
import health.salus.ml.predict.ModelCatalog;
import health.salus.ml.predict.Prediction;
import health.salus.ml.predict.Predictor;
import health.salus.ml.predict.RiskLevel;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Resource;

/** Lets a card ask the model that {@code $predict} uses: the same features, the same numbers. */
public final class ModelRiskScorer implements RiskScorer {
  private final ModelCatalog catalog;
  private final ModelDefinition definition;
  private final Supplier<String> serverUrl;
  private final Clock clock;

  /**
   * Scores with one model.
   *
   * @param serverUrl where the page of the model is found
   */
  public ModelRiskScorer(
      ModelCatalog catalog, ModelDefinition definition, Supplier<String> serverUrl, Clock clock) {
    this.catalog = catalog;
    this.definition = definition;
    this.serverUrl = serverUrl;
    this.clock = clock;
  }

  @Override
  public RiskResult score(List<Resource> resources) {
    Optional<Predictor> predictor = catalog.predictor(definition);
    if (predictor.isEmpty()) {
      return new RiskResult.NotReady();
    }
    Prediction prediction =
        predictor.get().predict(new PatientRecord("context", resources), clock.instant());
    if (prediction instanceof Prediction.Scored scored) {
      return new RiskResult.Scored(model(), ofScore(scored), drivers(scored), missing(scored));
    }
    return new RiskResult.Abstained(model(), missing(prediction));
  }

  private RiskResult.Model model() {
    return new RiskResult.Model(
        definition.identity().title(),
        serverUrl.get() + "/models/" + definition.identity().name(),
        definition.identity().version(),
        definition.use().syntheticData());
  }

  private RiskResult.Prediction ofScore(Prediction.Scored scored) {
    double probability = scored.probability();
    return new RiskResult.Prediction(
        definition.outcome().display(),
        words(definition.outcome().horizon()),
        probability,
        RiskLevel.of(probability).code());
  }

  private static List<RiskResult.Driver> drivers(Prediction.Scored scored) {
    return scored.contributions().stream().map(ModelRiskScorer::driver).toList();
  }

  private static RiskResult.Driver driver(Contribution contribution) {
    return new RiskResult.Driver(
        contribution.display(),
        contribution.text(),
        date(contribution.time()),
        contribution.raises() ? RiskResult.Effect.INCREASES : RiskResult.Effect.DECREASES);
  }

  private static Optional<LocalDate> date(String time) {
    try {
      return time.length() < 10
          ? Optional.empty()
          : Optional.of(LocalDate.parse(time.substring(0, 10)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static List<RiskResult.MissingInput> missing(Prediction prediction) {
    return prediction.missing().stream().map(ModelRiskScorer::missing).toList();
  }

  private static RiskResult.MissingInput missing(MissingFeature feature) {
    return new RiskResult.MissingInput(feature.display(), feature.reason().text());
  }

  private static String words(Period horizon) {
    if (horizon.getYears() > 0) {
      return horizon.getYears() + (horizon.getYears() == 1 ? " year" : " years");
    }
    return horizon.toTotalMonths() > 0
        ? horizon.toTotalMonths() + " months"
        : horizon.getDays() + " days";
  }
}
