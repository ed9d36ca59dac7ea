package health.salus.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import health.salus.ml.ProjectFolder;
import health.salus.ml.SharedData;
import health.salus.ml.feature.PatientRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The heart model is a definition and a mapper: this is all Java that it takes, and it is a test.
 */
class HeartDiseaseModelTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path bundles;
  private ModelDefinition definition;

  @BeforeEach
  void mapTheFiles() throws IOException, InterruptedException {
    assumeTrue(SharedData.folder("heart").isPresent(), "skipped: no shared/data/heart");
    definition =
        new ModelDefinitionLoader(FHIR).load(ProjectFolder.path("config/models/heart-disease"));
    Process mapper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ProjectFolder.path("examples/heart-disease/HeartDiseaseMapper.java").toString(),
                SharedData.folder("heart").orElseThrow().toString(),
                bundles.toString())
            .inheritIO()
            .start();
    assertThat(mapper.waitFor()).isZero();
  }

  @Test
  void learnsFromClevelandAndIsTestedElsewhere() throws IOException {
    List<PatientRecord> cleveland = records("cleveland");
    TrainingCohort cohort = (types, consumer) -> cleveland.forEach(consumer);

    TrainedModel model = new ModelTrainer(CLOCK).train(definition, cohort, "UCI, Cleveland");

    System.out.printf("Cleveland, held out: %s%n", model.evaluation());
    for (String site : List.of("hungarian", "switzerland", "va")) {
      List<TrainingRow> rows = rows(site);
      double prevalence = (double) model.provenance().positives() / model.provenance().rows();
      Evaluation external = ModelTrainer.evaluate(model.model(), rows, prevalence);
      System.out.printf("%s: %s%n", site, external);
      assertThat(external.auroc()).isGreaterThan(0.6);
    }
    assertThat(model.evaluation().auroc()).isGreaterThan(0.85);
    assertThat(model.evaluation().brier()).isLessThan(model.evaluation().prevalenceBrier());
  }

  @Test
  void repeatedCrossValidationReachesTheAnchor() throws IOException {
    List<TrainingRow> rows = rows("cleveland");
    List<Double> aurocs = new ArrayList<>();
    for (int repeat = 1; repeat <= 5; repeat++) {
      Collections.shuffle(rows, new Random(repeat));
      for (int fold = 0; fold < 10; fold++) {
        aurocs.add(aurocOfFold(rows, fold));
      }
    }

    double mean = aurocs.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    System.out.printf("Cleveland, 5 x 10-fold: mean AUROC of the folds %.4f%n", mean);
    assertThat(rows).hasSize(303);
    assertThat(mean).isGreaterThanOrEqualTo(0.90);
  }

  private double aurocOfFold(List<TrainingRow> rows, int fold) {
    List<TrainingRow> training = new ArrayList<>();
    List<TrainingRow> test = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      (i % 10 == fold ? test : training).add(rows.get(i));
    }
    LinearModel model =
        new LogisticRegression(definition.training())
            .fit(training, definition.features().features().size());
    return ModelTrainer.evaluate(model, test, ModelTrainer.prevalence(training)).auroc();
  }

  /** The rows of a hospital, as if it were the cohort. */
  private List<TrainingRow> rows(String site) throws IOException {
    List<PatientRecord> records = records(site);
    ModelDefinition elsewhere =
        new ModelDefinition(
            definition.identity(),
            definition.outcome(),
            new Cohort("Organization/heart-" + site, 0),
            definition.landmarks(),
            definition.features(),
            definition.training(),
            definition.use());
    return ModelTrainer.rows(elsewhere, (types, consumer) -> records.forEach(consumer));
  }

  private List<PatientRecord> records(String site) throws IOException {
    String text = Files.readString(bundles.resolve("heart-" + site + ".json"));
    Bundle bundle = FHIR.newJsonParser().parseResource(Bundle.class, text);
    Map<String, List<Resource>> byPatient = new LinkedHashMap<>();
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (!(entry.getResource() instanceof Organization)) {
        byPatient
            .computeIfAbsent(patient(entry.getResource()), id -> new ArrayList<>())
            .add(entry.getResource());
      }
    }
    return byPatient.entrySet().stream()
        .map(entry -> new PatientRecord(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String patient(Resource resource) {
    if (resource instanceof Observation observation) {
      return observation.getSubject().getReferenceElement().getIdPart();
    }
    if (resource instanceof Condition condition) {
      return condition.getSubject().getReferenceElement().getIdPart();
    }
    return resource.getIdElement().getIdPart();
  }
}
