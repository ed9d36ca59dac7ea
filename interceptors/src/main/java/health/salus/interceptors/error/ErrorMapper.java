package health.salus.interceptors.error;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.param.BaseParamWithPrefix;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure becomes an answer: a status and an OperationOutcome with a stable
 * code. What was not meant for the client becomes a neutral 500; the log gets the place in the
 * code, never the message, because a message may hold patient data.
 */
@Interceptor
public final class ErrorMapper {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
  private static final String UNKNOWN_METHOD = "HAPI-0303: ";
  private static final Set<String> STALE_VERSIONS =
      Set.of("HAPI-0989: ", "HAPI-0961: ", "HAPI-0974: ");

  /** A date or quantity that is none; in a batch HAPI takes it for its own fault. */
  private static final String BAD_VALUE = BaseParamWithPrefix.MSG_PREFIX_INVALID_FORMAT;

  private static final int LOGGED_FRAMES = 12;
  private static final String DISK_FULL = "53100";
  private static final String NO_RESOURCES = "53";
  private static final String NO_CONNECTION = "08";

  /** Gives every failure its code. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException map(Throwable failure) {
    BaseServerResponseException refusal = asFhirSays(refusal(failure));
    if (refusal instanceof NotModifiedException) {
      return refusal;
    }
    if (refusal.getOperationOutcome() instanceof OperationOutcome outcome) {
      outcome.getIssue().stream()
          .filter(issue -> !issue.hasDetails())
          .forEach(issue -> code(issue, refusal));
      return refusal;
    }
    OperationOutcomeIssueComponent issue =
        new OperationOutcomeIssueComponent()
            .setSeverity(OperationOutcome.IssueSeverity.ERROR)
            .setCode(type(refusal))
            .setDiagnostics(text(refusal));
    code(issue, refusal);
    refusal.setOperationOutcome(new OperationOutcome().addIssue(issue));
    return refusal;
  }

  /**
   * Makes the answer to one entry of a batch, which never comes by {@link #map}, what a single
   * request would have got.
   */
  public static void correct(BundleEntryResponseComponent response) {
    if (response.getStatus().startsWith("2")
        || !(response.getOutcome() instanceof OperationOutcome outcome)) {
      return;
    }
    String text = outcome.getIssueFirstRep().getDiagnostics();
    int status = Integer.parseInt(response.getStatus().substring(0, 3));
    BaseServerResponseException refusal =
        status >= 500 && text.contains(BAD_VALUE)
            ? new InvalidRequestException(text)
            : asFhirSays(BaseServerResponseException.newInstance(status, text));
    if (refusal.getStatusCode() != status) {
      response.setStatus(String.valueOf(refusal.getStatusCode()));
    }
    if (refusal.getOperationOutcome() instanceof OperationOutcome better) {
      response.setOutcome(better);
      return;
    }
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      if (!issue.hasDetails()) {
        issue.setCode(type(refusal));
        code(issue, refusal);
      }
    }
  }

  /** HAPI's statuses where FHIR names another one. */
  private static BaseServerResponseException asFhirSays(BaseServerResponseException refusal) {
    String message = String.valueOf(refusal.getMessage());
    if (message.contains(UNKNOWN_METHOD)) {
      return new ResourceNotFoundException(
          "This is not offered here",
          Outcomes.of(
              IssueType.NOTSUPPORTED,
              ErrorCode.OPERATION_NOT_OFFERED,
              "This is not offered here; the CapabilityStatement at /metadata lists what is."));
    }
    if (STALE_VERSIONS.stream().anyMatch(message::contains)) {
      return new PreconditionFailedException(
          "The version in If-Match is not the current one",
          Outcomes.of(
              IssueType.CONFLICT,
              ErrorCode.CONDITION_FAILED,
              "The version in If-Match is not the current one; read the resource again."));
    }
    return refusal;
  }

  private static BaseServerResponseException refusal(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BaseServerResponseException refusal
          && !(cause instanceof InternalErrorException)) {
        return refusal;
      }
      if (cause instanceof DataFormatException format) {
        return new InvalidRequestException(format.getMessage());
      }
    }
    logPlace(failure);
    @Nullable BaseServerResponseException ofDatabase = databaseRefusal(failure);
    if (ofDatabase != null) {
      return ofDatabase;
    }
    return new InternalErrorException("The server failed; quote the request id.");
  }

  /** Maps failures of the database by SQLSTATE; the transaction wrote nothing. */
  private static @Nullable BaseServerResponseException databaseRefusal(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
      if (state.equals(DISK_FULL)) {
        return unavailable(
            507,
            IssueType.NOSTORE,
            ErrorCode.STORAGE_FULL,
            "The disk is full; nothing was written.");
      }
      if (state.startsWith(NO_CONNECTION)
          || state.startsWith(NO_RESOURCES)
          || cause instanceof SQLTransientConnectionException) {
        return unavailable(
            503,
            IssueType.TRANSIENT,
            ErrorCode.DATABASE_UNAVAILABLE,
            "The database does not answer now; try again.");
      }
    }
    return null;
  }

  private static BaseServerResponseException unavailable(
      int status, IssueType type, ErrorCode code, String text) {
    return new UnclassifiedServerFailureException(status, text, Outcomes.of(type, code, text));
  }

  private static void logPlace(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StringBuilder place = new StringBuilder(root.getClass().getName());
    StackTraceElement[] frames = root.getStackTrace();
    for (int i = 0; i < Math.min(LOGGED_FRAMES, frames.length); i++) {
      place.append(" < ").append(frames[i]);
    }
    LOG.error("Request failed: {}", place);
  }

  private static void code(
      OperationOutcomeIssueComponent issue, BaseServerResponseException refusal) {
    issue.setDetails(Outcomes.details(code(refusal)));
    if (issue.hasDiagnostics()) {
      issue.setDiagnostics(PublicText.of(issue.getDiagnostics()));
    }
  }

  private static String text(BaseServerResponseException refusal) {
    return PublicText.of(String.valueOf(refusal.getMessage()));
  }

  private static ErrorCode code(BaseServerResponseException refusal) {
    return switch (refusal.getStatusCode()) {
      case 400 -> ErrorCode.REQUEST_INVALID;
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.RESOURCE_UNKNOWN;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 409 -> ErrorCode.VERSION_CONFLICT;
      case 410 -> ErrorCode.RESOURCE_DELETED;
      case 412 -> ErrorCode.CONDITION_FAILED;
      case 413 -> ErrorCode.BODY_TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 422 -> ErrorCode.UNPROCESSABLE;
      case 429 -> ErrorCode.TOO_MANY_REQUESTS;
      case 501 -> ErrorCode.OPERATION_NOT_OFFERED;
      default -> ErrorCode.SERVER_FAULT;
    };
  }

  private static IssueType type(BaseServerResponseException refusal) {
    if (refusal instanceof ResourceNotFoundException) {
      return IssueType.NOTFOUND;
    }
    if (refusal instanceof ResourceGoneException) {
      return IssueType.DELETED;
    }
    if (refusal instanceof ResourceVersionConflictException
        || refusal instanceof PreconditionFailedException) {
      return IssueType.CONFLICT;
    }
    if (refusal instanceof PayloadTooLargeException) {
      return IssueType.TOOLONG;
    }
    if (refusal instanceof MethodNotAllowedException
        || refusal instanceof NotImplementedOperationException) {
      return IssueType.NOTSUPPORTED;
    }
    if (refusal instanceof AuthenticationException) {
      return IssueType.LOGIN;
    }
    if (refusal instanceof ForbiddenOperationException) {
      return IssueType.FORBIDDEN;
    }
    if (refusal instanceof UnprocessableEntityException) {
      return IssueType.PROCESSING;
    }
    return refusal.getStatusCode() >= 500 ? IssueType.EXCEPTION : IssueType.INVALID;
  }
}
