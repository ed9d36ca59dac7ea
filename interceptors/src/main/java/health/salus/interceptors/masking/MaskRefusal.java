package health.salus.interceptors.masking;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Responses to callers who touch masked elements. None of it depends on stored data. */
public final class MaskRefusal {
  private MaskRefusal() {}

  /** 403: a search, or something else that searches, would look at a masked element. */
  public static ForbiddenOperationException search() {
    return forbidden(
        ErrorCode.MASKED_PARAMETER,
        "This looks at an element that is masked for you; leave that parameter out");
  }

  /** 403: a patch, or a validation of what is stored, would look at a masked element. */
  public static ForbiddenOperationException look() {
    return forbidden(
        ErrorCode.MASKED_ELEMENT,
        "This looks at stored elements that are masked for you; a patch may have no test, no filter"
            + " and no path to a masked element");
  }

  /** 422: an update would overwrite what its sender cannot see. */
  static UnprocessableEntityException change(String path) {
    String text =
        path + ": this is masked for you; send it as you got it, or leave it out, and it stays";
    OperationOutcome outcome = Outcomes.of(IssueType.BUSINESSRULE, ErrorCode.MASKED_ELEMENT, text);
    outcome.getIssueFirstRep().addExpression(path);
    return new UnprocessableEntityException(text, outcome);
  }

  /** 422: a resource that says of itself that something is missing in it. */
  static UnprocessableEntityException incomplete() {
    String text =
        "The resource is labelled MASKED, REDACTED or SUBSETTED, so it is not all of it; read it"
            + " whole and send that";
    return new UnprocessableEntityException(
        text, Outcomes.of(IssueType.BUSINESSRULE, ErrorCode.INCOMPLETE_COPY, text));
  }

  private static ForbiddenOperationException forbidden(ErrorCode code, String text) {
    return new ForbiddenOperationException(text, Outcomes.of(IssueType.FORBIDDEN, code, text));
  }
}
