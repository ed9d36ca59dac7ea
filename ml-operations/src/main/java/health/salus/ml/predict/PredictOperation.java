package health.salus.ml.predict;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.model.ModelDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.jspecify.annotations.Nullable;

/**
 * The operation {@code POST Patient/[id]/$predict}. Reads with the rights of the caller.
 * Thread-safe.
 */
public final class PredictOperation {
  private final ModelCatalog catalog;
  private final PatientRecords records;
  private final Clock clock;
  private final String defaultModel;

  public PredictOperation(
      ModelCatalog catalog, PatientRecords records, Clock clock, String defaultModel) {
    this.catalog = catalog;
    this.records = records;
    this.clock = clock;
    this.defaultModel = defaultModel;
  }

  @Operation(name = "$predict", typeName = "Patient", idempotent = false)
  public RiskAssessment predict(
      @IdParam IdType patient,
      @OperationParam(name = "model", typeName = "string", max = 1)
          @Nullable IPrimitiveType<String> model,
      @OperationParam(name = "indexTime", typeName = "dateTime", max = 1)
          @Nullable IPrimitiveType<Date> indexTime,
      RequestDetails caller) {
    String name = model == null ? defaultModel : model.getValueAsString();
    Instant index = indexTime == null ? clock.instant() : instant(indexTime.getValueAsString());
    ModelDefinition definition =
        catalog
            .definition(name)
            .orElseThrow(
                () ->
                    PredictionError.MODEL_UNKNOWN.because(
                        "model must be one of " + catalog.names(),
                        "Parameters.parameter('model')"));
    // Read first: who asks for an unknown patient learns only that there is none.
    PatientRecord patientRecord = records.read(patient, definition.needs(), caller);
    Predictor predictor =
        catalog
            .predictor(definition)
            .orElseThrow(
                () ->
                    PredictionError.MODEL_NOT_TRAINED.because(
                        definition.identity().name() + " is not trained yet; train it first"));
    if (!patientRecord.complete()) {
      throw PredictionError.RECORD_TRUNCATED.because(
          "the record is too large to be read completely, and a part of it is never scored");
    }
    Prediction prediction = predictor.predict(patientRecord, index);
    if (prediction instanceof Prediction.Scored scored) {
      return RiskAssessments.of(definition, scored, patient.getIdPart());
    }
    if (prediction instanceof Prediction.Abstained abstained
        && abstained.reason() == Prediction.Abstained.Reason.OUTCOME_PRESENT) {
      throw PredictionError.PREDICTION_OUTCOME_PRESENT.because(
          "the model predicts a new condition, but the record already has it");
    }
    throw PredictionError.PREDICTION_NO_DATA.because(
        prediction.missing().stream()
            .map(MissingFeature::sentence)
            .collect(Collectors.joining("; ", "too few data for a prediction; missing: ", "")));
  }

  private Instant instant(String text) {
    Instant instant;
    try {
      instant = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw PredictionError.PARAMETER_INVALID.because(
          "indexTime must be a dateTime with a time zone", "Parameters.parameter('indexTime')");
    }
    if (instant.isAfter(clock.instant())) {
      throw PredictionError.PARAMETER_INVALID.because(
          "indexTime must not be in the future", "Parameters.parameter('indexTime')");
    }
    return instant;
  }
}
