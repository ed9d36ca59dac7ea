package health.salus.ml.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import health.salus.ml.ProjectFolder;
import health.salus.ml.SyntheticPatients;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelDefinitionLoader;
import health.salus.ml.model.ModelFormat;
import health.salus.ml.model.ModelStore;
import health.salus.ml.model.ModelTrainer;
import health.salus.ml.model.StoredModel;
import health.salus.ml.model.TrainedModel;
import health.salus.ml.model.TrainingFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictOperationTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2023-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final MemoryStore store = new MemoryStore();
  private final List<PatientRecord> cohort = SyntheticPatients.cohort(200);
  private final ModelTrainer trainer = new ModelTrainer(CLOCK);
  private ModelDefinition definition;

  private static final class MemoryStore implements ModelStore {
    private final ConcurrentMap<String, StoredModel> models = new ConcurrentHashMap<>();

    @Override
    public void save(StoredModel model) {
      models.put(model.name(), model);
    }

    @Override
    public Optional<StoredModel> latest(String name) {
      return Optional.ofNullable(models.get(name));
    }
  }

  @BeforeEach
  void loadDefinition() throws IOException {
    definition =
        new ModelDefinitionLoader(FHIR).load(ProjectFolder.path("config/models/diabetes-2y"));
  }

  private TrainedModel train(List<PatientRecord> patients) {
    return trainer.train(definition, (types, consumer) -> patients.forEach(consumer), "generated");
  }

  private void trainAndStore() {
    store.save(
        StoredModel.of(
            "diabetes-2y", "0.1.0", new ModelFormat().write(train(cohort)), CLOCK.instant()));
  }

  private RiskAssessment predict(String model, String indexTime, Resource... resources) {
    PatientRecords records = (id, types, caller) -> new PatientRecord("p", List.of(resources));
    ModelCatalog catalog = new ModelCatalog(List.of(definition), store);
    return new PredictOperation(catalog, records, CLOCK, "diabetes-2y")
        .predict(
            new IdType("Patient/p"),
            model.isEmpty() ? null : new StringType(model),
            indexTime.isEmpty() ? null : new DateTimeType(indexTime),
            new SystemRequestDetails());
  }

  private static Resource[] prediabetic() {
    String date = "2022-05-01T00:00:00Z";
    return new Resource[] {
      SyntheticPatients.person("p"),
      SyntheticPatients.observation("p", "a", "4548-4", 6.4, "%", date),
      SyntheticPatients.observation("p", "b", "39156-5", 31, "kg/m2", date)
    };
  }

  private static void assertRefused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BaseServerResponseException.class,
            e -> {
              OperationOutcome outcome = (OperationOutcome) e.getOperationOutcome();
              assertThat(e.getStatusCode()).isEqualTo(status);
              assertThat(outcome.getIssueFirstRep().getDetails().getCodingFirstRep().getCode())
                  .isEqualTo(code);
            });
  }

  @Test
  void scoreIsARiskAssessmentInPercentWithReasonsAndBasis() {
    trainAndStore();

    RiskAssessment assessment = predict("diabetes-2y", "", prediabetic());

    System.out.println(
        FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(assessment));
    var prediction = assessment.getPredictionFirstRep();
    assertThat(prediction.getProbabilityDecimalType().getValue().doubleValue())
        .isBetween(20., 100.);
    assertThat(prediction.getRationale()).startsWith("HbA1c 6.4 % (2022-05-01) raises");
    assertThat(assessment.getMeta().getSecurityFirstRep().getCode()).isEqualTo("AIAST");
    assertThat(assessment.getBasis())
        .extracting(basis -> basis.getReference())
        .contains("Observation/p-a", "Observation/p-b");
    assertThat(assessment.getNote()).anyMatch(note -> note.getText().contains("HDL cholesterol"));
    assertThat(assessment.getNote()).anyMatch(note -> note.getText().contains("synthetic"));
  }

  @Test
  void patientWithoutDataGetsNoNumber() {
    trainAndStore();

    assertRefused(() -> predict("", "", SyntheticPatients.person("p")), 422, "PREDICTION_NO_DATA");
  }

  @Test
  void patientWhoIsDiabeticGetsNoNumber() {
    trainAndStore();
    List<Resource> record = new ArrayList<>(List.of(prediabetic()));
    record.add(SyntheticPatients.diabetes("p", "2021-01-01T00:00:00Z"));

    assertRefused(
        () -> predict("", "", record.toArray(new Resource[0])), 422, "PREDICTION_OUTCOME_PRESENT");
  }

  @Test
  void unknownModelIsNotFound() {
    assertRefused(() -> predict("none", "", prediabetic()), 404, "MODEL_UNKNOWN");
  }

  @Test
  void untrainedModelIsUnavailable() {
    assertRefused(() -> predict("", "", prediabetic()), 503, "MODEL_NOT_TRAINED");
  }

  @Test
  void indexTimeInTheFutureIsRefused() {
    trainAndStore();

    assertRefused(
        () -> predict("", "2024-01-01T00:00:00Z", prediabetic()), 400, "PARAMETER_INVALID");
  }

  @Test
  void sameDataInAnyOrderGiveTheSameBytes() {
    byte[] one = new ModelFormat().write(train(cohort));
    List<PatientRecord> reversed = new ArrayList<>(cohort);
    Collections.reverse(reversed);

    assertThat(new ModelFormat().write(train(reversed))).isEqualTo(one);
    System.out.println("generated diabetes cohort: " + train(cohort).evaluation());
  }

  @Test
  void changedBytesAreRefused() {
    trainAndStore();
    StoredModel model = store.latest("diabetes-2y").orElseThrow();
    byte[] changed = model.bytes();
    changed[changed.length / 2]++;

    assertThatThrownBy(
            () -> new StoredModel(model.name(), "0.1.0", model.sha256(), changed, model.created()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cohortWithoutPatientsFailsWithItsReason() {
    assertThatThrownBy(() -> train(List.of()))
        .isInstanceOfSatisfying(
            TrainingFailedException.class,
            e -> assertThat(e.reason()).isEqualTo(TrainingFailedException.Reason.NO_PATIENTS));
  }
}
