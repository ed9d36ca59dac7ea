package health.salus.ml.feature;

import static health.salus.ml.SyntheticPatients.observation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ca.uhn.fhir.context.FhirContext;
import health.salus.ml.ProjectFolder;
import health.salus.ml.SyntheticPatients;
import health.salus.ml.feature.FeatureValue.Missing;
import health.salus.ml.feature.FeatureValue.Present;
import health.salus.ml.model.ModelDefinitionLoader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
  private static final Instant INDEX = Instant.parse("2020-06-01T00:00:00Z");
  private static final String BEFORE = "2020-01-01T00:00:00Z";
  private FeatureSpec spec;

  @BeforeEach
  void loadSpec() throws IOException {
    spec =
        new ModelDefinitionLoader(FhirContext.forR4Cached())
            .load(ProjectFolder.path("config/models/diabetes-2y"))
            .features();
  }

  private FeatureValue value(String feature, Resource... resources) {
    List<Resource> all = new ArrayList<>(List.of(resources));
    all.add(SyntheticPatients.person("p"));
    FeatureVector vector = new FeatureExtractor(spec).extract(new PatientRecord("p", all), INDEX);
    List<String> names = spec.features().stream().map(Feature::name).toList();
    return vector.values().get(names.indexOf(feature));
  }

  private static Observation hba1c(double value, String date) {
    return observation("p", date.substring(0, 4), "4548-4", value, "%", date);
  }

  @Test
  void lastValueBeforeTheIndexTimeCountsWithItsSource() {
    FeatureValue value = value("hba1c", hba1c(5.5, "2019-01-01T00:00:00Z"), hba1c(6.1, BEFORE));

    assertThat(value).isEqualTo(new Present(6.1, "6.1 %", BEFORE, List.of("Observation/p-2020")));
  }

  @Test
  void whatHappensAfterTheIndexTimeIsNotSeen() {
    assertThat(value("hba1c", hba1c(9, "2020-06-01T00:00:01Z")))
        .isEqualTo(new Missing(MissingReason.NOT_RECORDED));
  }

  @Test
  void whatIsIssuedAfterTheIndexTimeIsNotSeen() {
    Observation late = hba1c(9, BEFORE);
    late.getIssuedElement().setValueAsString("2020-07-01T00:00:00Z");

    assertThat(value("hba1c", late)).isEqualTo(new Missing(MissingReason.NOT_RECORDED));
  }

  @Test
  void oldValuesFallOutOfTheWindow() {
    assertThat(value("hba1c", hba1c(6, "2016-01-01T00:00:00Z")))
        .isEqualTo(new Missing(MissingReason.NONE_IN_WINDOW));
  }

  @Test
  void enteredInErrorIsWithdrawn() {
    Observation wrong = hba1c(6, BEFORE);
    wrong.setStatus(Observation.ObservationStatus.ENTEREDINERROR);

    assertThat(value("hba1c", wrong)).isEqualTo(new Missing(MissingReason.WITHDRAWN));
  }

  @Test
  void equivalentUnitIsConvertedAndAnUnknownOneIsMissing() {
    FeatureValue converted = value("glucose", observation("p", "g", "2339-0", 5, "mmol/L", BEFORE));

    assertThat(((Present) converted).value()).isCloseTo(90.08, within(1e-9));
    assertThat(value("glucose", observation("p", "g", "2339-0", 5, "g/L", BEFORE)))
        .isEqualTo(new Missing(MissingReason.UNIT));
  }

  @Test
  void implausibleValueIsMissing() {
    assertThat(value("hba1c", hba1c(0, BEFORE))).isEqualTo(new Missing(MissingReason.IMPLAUSIBLE));
  }

  @Test
  void componentOfAPanelIsFound() {
    Observation panel = observation("p", "bp", "85354-9", 1, "1", BEFORE);
    panel.setValue(null);
    panel
        .addComponent()
        .setCode(new CodeableConcept().addCoding(new Coding("http://loinc.org", "8480-6", null)))
        .setValue(new Quantity().setValue(138).setCode("mm[Hg]"));

    assertThat(value("systolic", panel))
        .isEqualTo(new Present(138, "138 mmHg", BEFORE, List.of("Observation/p-bp")));
  }

  @Test
  void ageIsWholeYearsAtTheIndexTime() {
    assertThat(((Present) value("age")).value()).isEqualTo(50);
  }
}
