package health.salus.interceptors.error;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** Issues with a stable code, the FHIRPath of the fault where there is one, and what to do. */
public final class Outcomes {
  public static final String SYSTEM = "https://salus.health/fhir/CodeSystem/error-code";

  private Outcomes() {}

  /** Adds an error whose text says what is wrong and what to do; no patient data may be in it. */
  public static OperationOutcomeIssueComponent add(
      OperationOutcome outcome, IssueType type, ErrorCode code, String text) {
    OperationOutcomeIssueComponent issue = outcome.addIssue();
    issue.setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(text);
    issue.setDetails(details(code));
    return issue;
  }

  public static OperationOutcome of(IssueType type, ErrorCode code, String text) {
    OperationOutcome outcome = new OperationOutcome();
    add(outcome, type, code, text);
    return outcome;
  }

  static CodeableConcept details(ErrorCode code) {
    CodeableConcept details = new CodeableConcept();
    details.addCoding().setSystem(SYSTEM).setCode(code.name());
    return details;
  }
}
