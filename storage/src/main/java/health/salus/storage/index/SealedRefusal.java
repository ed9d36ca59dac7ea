package health.salus.storage.index;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** 400: a search that tokens cannot answer. None of it depends on stored data. */
final class SealedRefusal {
  private SealedRefusal() {}

  static InvalidRequestException sort(String type, String parameter) {
    return refusal(
        type,
        parameter,
        "nothing can be sorted by it; leave it out of _sort, or sort by another parameter");
  }

  /** A modifier with its colon, or an operator of {@code _filter}. */
  static InvalidRequestException modifier(String type, String parameter, String modifier) {
    return refusal(
        type,
        parameter,
        "%s cannot be searched; search for the whole value or, if it is a text, for its beginning"
            .formatted(modifier));
  }

  static InvalidRequestException withheld(String type, String parameter) {
    return refusal(type, parameter, "it cannot be searched; search by another parameter");
  }

  static InvalidRequestException timeOfDay(String type, String parameter) {
    return refusal(
        type, parameter, "times of day cannot be searched; give a day, a month or a year");
  }

  static InvalidRequestException years(String type, String parameter) {
    return refusal(type, parameter, "only days from the year 1000 to 2999 can be searched");
  }

  static InvalidRequestException length(String type, String parameter, int most) {
    return refusal(
        type, parameter, "a text of more than %d characters cannot be searched".formatted(most));
  }

  static InvalidRequestException systemMissing(String type, String parameter, String modifier) {
    String text =
        "%s.%s with %s needs a system: write system|code".formatted(type, parameter, modifier);
    return new InvalidRequestException(
        text, Outcomes.of(IssueType.INVALID, ErrorCode.PARAMETER_VALUE, text));
  }

  static InvalidRequestException untypedChain(String type, String parameter, String chained) {
    return refusal(
        type,
        parameter,
        "the chain to %s needs one resource type: write %s:Patient.%s, for instance"
            .formatted(chained, parameter, chained));
  }

  private static InvalidRequestException refusal(String type, String parameter, String text) {
    String whole = "%s.%s is stored sealed, so %s".formatted(type, parameter, text);
    return new InvalidRequestException(
        whole, Outcomes.of(IssueType.NOTSUPPORTED, ErrorCode.SEALED_PARAMETER, whole));
  }
}
