package health.salus.ml.model;

import static health.salus.ml.model.TrainingFailedException.Reason.NO_PATIENTS;
import static health.salus.ml.model.TrainingFailedException.Reason.NO_USABLE_ROWS;
import static health.salus.ml.model.TrainingFailedException.Reason.ONE_OUTCOME_ONLY;
import static health.salus.ml.model.TrainingFailedException.Reason.TOO_FEW_ROWS;

import ca.uhn.fhir.util.VersionUtil;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.tribuo.Tribuo;

/**
 * Trains a model from its definition and evaluates it on held-out patients. The order of the cohort
 * has no influence. Thread-safe.
 */
public final class ModelTrainer {
  private static final int MIN_ROWS = 30;

  private final Clock clock;

  public ModelTrainer(Clock clock) {
    this.clock = clock;
  }

  /**
   * Fails with {@link TrainingFailedException} if the data do not allow a model.
   *
   * @param dataDescription description of the cohort's data; stored with the model
   */
  public TrainedModel train(
      ModelDefinition definition, TrainingCohort cohort, String dataDescription) {
    List<TrainingRow> rows = rows(definition, cohort);
    Map<Boolean, List<TrainingRow>> parts =
        rows.stream()
            .collect(Collectors.partitioningBy(row -> isHeldOut(row, definition.training())));
    List<TrainingRow> training = parts.getOrDefault(false, List.of());
    List<TrainingRow> heldOut = parts.getOrDefault(true, List.of());
    requireEnough("training", training);
    requireEnough("held-out", heldOut);
    LinearModel model =
        new LogisticRegression(definition.training())
            .fit(training, definition.features().features().size());
    return new TrainedModel(
        definition.identity(),
        definition.features().hash(),
        model,
        evaluate(model, heldOut, prevalence(training)),
        definition.training(),
        provenance(training, dataDescription));
  }

  static List<TrainingRow> rows(ModelDefinition definition, TrainingCohort cohort) {
    TrainingRows ofPatient = new TrainingRows(definition);
    List<TrainingRow> rows = new ArrayList<>();
    AtomicInteger patients = new AtomicInteger();
    cohort.forEachPatient(
        definition.needs().resourceTypes(),
        patientRecord -> {
          patients.incrementAndGet();
          rows.addAll(ofPatient.of(patientRecord));
        });
    if (patients.get() == 0) {
      throw new TrainingFailedException(NO_PATIENTS, "the cohort must have patients but has none");
    }
    if (rows.isEmpty()) {
      throw new TrainingFailedException(
          NO_USABLE_ROWS,
          "none of %d patients has the features and a known outcome".formatted(patients.get()));
    }
    rows.sort(Comparator.comparing(TrainingRow::patientId).thenComparing(TrainingRow::indexTime));
    return rows;
  }

  static Evaluation evaluate(LinearModel model, List<TrainingRow> rows, double prevalence) {
    List<Evaluation.Scored> scores =
        rows.stream()
            .map(row -> new Evaluation.Scored(probability(model, row), row.positive()))
            .toList();
    return Evaluation.of(scores, patients(rows), prevalence);
  }

  static double probability(LinearModel model, TrainingRow row) {
    return model.probability(row.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double prevalence(List<TrainingRow> rows) {
    return (double) positives(rows) / rows.size();
  }

  /**
   * Splits by patient, so that no patient is on both sides, and by hash, so that additional data
   * move no patient.
   */
  private static boolean isHeldOut(TrainingRow row, TrainingSettings settings) {
    String key = settings.seed() + "|" + row.patientId();
    int hash =
        ByteBuffer.wrap(Hashing.sha256().hashString(key, StandardCharsets.UTF_8).asBytes())
            .getInt();
    return Integer.toUnsignedLong(hash) < settings.heldOut() * 0x1p32;
  }

  private static void requireEnough(String part, List<TrainingRow> rows) {
    int positives = positives(rows);
    if (positives == 0 || positives == rows.size()) {
      throw new TrainingFailedException(
          ONE_OUTCOME_ONLY,
          "the %s part must have both outcomes but has %d of %d rows positive"
              .formatted(part, positives, rows.size()));
    }
    if (rows.size() < MIN_ROWS) {
      throw new TrainingFailedException(
          TOO_FEW_ROWS,
          "the %s part must have %d rows but has %d".formatted(part, MIN_ROWS, rows.size()));
    }
  }

  private TrainingProvenance provenance(List<TrainingRow> rows, String dataDescription) {
    return new TrainingProvenance(
        "L2 logistic regression (Tribuo LinearSGD, LogMulticlass, AdaGrad)",
        clock.instant().toString(),
        dataDescription,
        patients(rows),
        rows.size(),
        positives(rows),
        Map.of("tribuo", Tribuo.VERSION, "hapi", VersionUtil.getVersion()));
  }

  private static int patients(List<TrainingRow> rows) {
    return (int) rows.stream().map(TrainingRow::patientId).distinct().count();
  }

  private static int positives(List<TrainingRow> rows) {
    return (int) rows.stream().filter(TrainingRow::positive).count();
  }
}
