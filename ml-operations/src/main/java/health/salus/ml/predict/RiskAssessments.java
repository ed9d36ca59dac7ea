package health.salus.ml.predict;

import health.salus.ml.model.ModelDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Date;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;
import org.hl7.fhir.r4.model.StringType;

/**
 * Writes a score as a RiskAssessment. R4 counts probabilities in percent.
 *
 * @see <a href="https://hl7.org/fhir/R4/riskassessment.html">RiskAssessment</a>
 */
final class RiskAssessments {
  private static final String MODEL = "https://salus.health/fhir/CodeSystem/model";
  private static final String CONTRIBUTION =
      "https://salus.health/fhir/StructureDefinition/prediction-contribution";
  private static final String OBSERVATION_VALUE =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String RISK = "http://terminology.hl7.org/CodeSystem/risk-probability";
  private static final int REASONS = 5;

  private RiskAssessments() {}

  static RiskAssessment of(ModelDefinition definition, Prediction.Scored scored, String patientId) {
    RiskAssessment assessment = new RiskAssessment();
    assessment.setStatus(RiskAssessmentStatus.FINAL);
    assessment
        .getMeta()
        .addSecurity(OBSERVATION_VALUE, "AIAST", "Artificial Intelligence asserted");
    assessment.setSubject(new Reference("Patient/" + patientId));
    assessment.setOccurrence(new DateTimeType(Date.from(scored.indexTime())));
    assessment.setMethod(
        new CodeableConcept()
            .addCoding(new Coding(MODEL, definition.identity().canonical(), null))
            .setText(definition.identity().title()));
    scored.contributions().stream()
        .flatMap(contribution -> contribution.sources().stream())
        .distinct()
        .forEach(source -> assessment.addBasis(new Reference(source)));
    assessment.addPrediction(prediction(definition, scored));
    notes(assessment, definition, scored);
    return assessment;
  }

  private static RiskAssessmentPredictionComponent prediction(
      ModelDefinition definition, Prediction.Scored scored) {
    var outcome = definition.outcome();
    var prediction = new RiskAssessmentPredictionComponent();
    prediction.setOutcome(
        new CodeableConcept()
            .addCoding(
                new Coding(outcome.code().system(), outcome.code().code(), outcome.display())));
    BigDecimal percent =
        BigDecimal.valueOf(scored.probability() * 100).setScale(1, RoundingMode.HALF_EVEN);
    prediction.setProbability(new DecimalType(percent));
    prediction.setQualitativeRisk(
        new CodeableConcept()
            .addCoding(new Coding(RISK, RiskLevel.of(scored.probability()).code(), null)));
    prediction.setWhen(
        new Period()
            .setStart(Date.from(scored.indexTime()))
            .setEnd(Date.from(outcome.end(scored.indexTime()))));
    prediction.setRationale(rationale(scored));
    scored.contributions().forEach(c -> prediction.addExtension(extension(c)));
    return prediction;
  }

  private static String rationale(Prediction.Scored scored) {
    return scored.contributions().stream()
        .limit(REASONS)
        .map(c -> c.sentence() + (c.raises() ? " raises" : " lowers"))
        .collect(Collectors.joining("; "));
  }

  private static Extension extension(Contribution contribution) {
    Extension extension = new Extension(CONTRIBUTION);
    extension.addExtension("feature", new StringType(contribution.feature()));
    extension.addExtension("value", new StringType(contribution.sentence()));
    BigDecimal logOdds =
        BigDecimal.valueOf(contribution.logOdds()).setScale(4, RoundingMode.HALF_EVEN);
    extension.addExtension("logOdds", new DecimalType(logOdds));
    return extension;
  }

  private static void notes(
      RiskAssessment assessment, ModelDefinition definition, Prediction.Scored scored) {
    if (!scored.missing().isEmpty()) {
      assessment
          .addNote()
          .setText(
              scored.missing().stream()
                  .map(MissingFeature::sentence)
                  .collect(Collectors.joining("; ", "Missing, replaced by the average: ", "")));
    }
    String outside =
        scored.contributions().stream()
            .filter(Contribution::outsideTraining)
            .map(Contribution::sentence)
            .collect(Collectors.joining("; "));
    if (!outside.isEmpty()) {
      assessment.addNote().setText("Outside the range of the training data: " + outside);
    }
    if (definition.use().syntheticData()) {
      assessment.addNote().setText("This model was trained on synthetic data.");
    }
    definition.use().cautions().forEach(caution -> assessment.addNote().setText(caution));
  }
}
