package health.salus.interceptors.auth;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * The answer to a caller who is known but lacks a right. It never depends on data.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750, section 3.1</a>
 */
public final class InsufficientScope {
  private InsufficientScope() {}

  /** 403, with the right that would be needed. */
  public static ForbiddenOperationException on(String resourceType, Interaction interaction) {
    String type = resourceType.equals(Grant.ANY_TYPE) ? "every type" : resourceType;
    return because(
        "The access token does not allow to %s %s; a scope such as user/%s.%s would"
            .formatted(verb(interaction), type, resourceType, interaction.letter()));
  }

  /** 403, for a request that needs more than one right. */
  public static ForbiddenOperationException because(String text) {
    ForbiddenOperationException refusal =
        new ForbiddenOperationException(
            text, Outcomes.of(IssueType.FORBIDDEN, ErrorCode.INSUFFICIENT_SCOPE, text));
    refusal.addResponseHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
    return refusal;
  }

  private static String verb(Interaction interaction) {
    return interaction.name().toLowerCase(java.util.Locale.ROOT);
  }
}
