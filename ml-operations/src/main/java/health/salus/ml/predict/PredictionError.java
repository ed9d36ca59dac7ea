package health.salus.ml.predict;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** The errors of {@code $predict}. The codes are stable; no message holds patient data. */
public enum PredictionError {
  MODEL_UNKNOWN(IssueType.NOTFOUND),
  MODEL_NOT_TRAINED(IssueType.TRANSIENT),
  PREDICTION_NO_DATA(IssueType.INCOMPLETE),
  PREDICTION_OUTCOME_PRESENT(IssueType.BUSINESSRULE),
  PARAMETER_INVALID(IssueType.INVALID),
  RECORD_TRUNCATED(IssueType.TOOCOSTLY);

  private static final String SYSTEM = "https://salus.health/fhir/CodeSystem/error-code";

  private final IssueType type;

  PredictionError(IssueType type) {
    this.type = type;
  }

  BaseServerResponseException because(String diagnostics) {
    return because(diagnostics, "");
  }

  /** The expression names the wrong parameter, if there is one. */
  BaseServerResponseException because(String diagnostics, String expression) {
    OperationOutcome outcome = new OperationOutcome();
    var issue =
        outcome
            .addIssue()
            .setSeverity(IssueSeverity.ERROR)
            .setCode(type)
            .setDiagnostics(diagnostics);
    issue.getDetails().addCoding().setSystem(SYSTEM).setCode(name());
    if (!expression.isEmpty()) {
      issue.addExpression(expression);
    }
    return switch (this) {
      case MODEL_UNKNOWN -> new ResourceNotFoundException(diagnostics, outcome);
      case MODEL_NOT_TRAINED -> new UnclassifiedServerFailureException(503, diagnostics, outcome);
      case PREDICTION_NO_DATA, PREDICTION_OUTCOME_PRESENT, RECORD_TRUNCATED ->
          new UnprocessableEntityException(diagnostics, outcome);
      case PARAMETER_INVALID -> new InvalidRequestException(diagnostics, outcome);
    };
  }
}
