package health.salus.storage.forget;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import health.salus.storage.body.Loss;
import health.salus.storage.body.Tombstone;
import health.salus.storage.sealing.ForgottenAnswer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads of a forgotten patient's resource: 410 with its own code, or a tombstone. A caller
 * who may not know that the resource existed has already received a 404. Thread-safe.
 */
@Interceptor
public final class ForgottenReads {
  private static final Set<RestOperationTypeEnum> READS =
      EnumSet.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);
  private static final String SHOW = ForgottenReads.class.getName();

  /** Resources of one patient, who was forgotten. */
  private static final String OF_FORGOTTEN =
      "SELECT 1 FROM salus.access_facts f"
          + " JOIN salus.consent_change c ON c.consent = ? AND f.patients = ARRAY[c.patient]"
          + " WHERE f.address = ?";

  private final DataSource dataSource;
  private final ForgottenAnswer answer;
  private final FhirContext fhirContext;

  public ForgottenReads(DataSource dataSource, ForgottenAnswer answer, FhirContext fhirContext) {
    this.dataSource = dataSource;
    this.answer = answer;
    this.fhirContext = fhirContext;
  }

  /** Gives a forgotten resource its code; leaves every other failure to others. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public @Nullable BaseServerResponseException name(
      @Nullable RequestDetails request, Throwable failure) {
    if (request == null
        || !(failure instanceof ResourceGoneException gone)
        || !READS.contains(request.getRestOperationType())
        || !(isForgotten(gone) || isForgotten(address(request)))) {
      return null;
    }
    if (answer == ForgottenAnswer.TOMBSTONE) {
      request.getUserData().put(SHOW, true);
    }
    String text = "The patient to whom this resource belonged was forgotten";
    return new ResourceGoneException(
        text, Outcomes.of(IssueType.DELETED, ErrorCode.RESOURCE_FORGOTTEN, text));
  }

  /** Answers with a tombstone, if that is what is to be answered. */
  @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
  public boolean show(ServletRequestDetails request) throws IOException {
    if (!request.getUserData().containsKey(SHOW)) {
      return true;
    }
    Resource stone =
        Tombstone.of(fhirContext, String.valueOf(request.getResourceName()), Loss.KEY_GONE);
    stone.setId(request.getId().getValue());
    RestfulServerUtils.streamResponseAsResource(
        request.getServer(),
        stone,
        RestfulServerUtils.determineSummaryMode(request),
        200,
        false,
        request.isRespondGzip(),
        request);
    return false;
  }

  private static boolean isForgotten(ResourceGoneException gone) {
    return gone.getOperationOutcome() instanceof OperationOutcome outcome
        && ErrorCode.RESOURCE_FORGOTTEN
            .name()
            .equals(outcome.getIssueFirstRep().getDetails().getCodingFirstRep().getCode());
  }

  private static String address(RequestDetails request) {
    return request.getResourceName() + "/" + request.getId().getIdPart();
  }

  private boolean isForgotten(String address) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(OF_FORGOTTEN)) {
      select.setString(1, ForgottenPatients.MARK);
      select.setString(2, address);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The forgotten patients cannot be read", e);
    }
  }
}
