package health.salus.interceptors.error;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

class ErrorMapperTest {
  private final ErrorMapper mapper = new ErrorMapper();

  @Test
  void fullDiskIsToldAsSuch() {
    BaseServerResponseException refusal =
        mapper.map(new InternalErrorException(new SQLException("could not extend file", "53100")));

    assertThat(refusal.getStatusCode()).isEqualTo(507);
    assertThat(code(refusal)).isEqualTo("STORAGE_FULL");
  }

  @Test
  void silentDatabaseIsAFaultThatPasses() {
    assertThat(mapper.map(new RuntimeException(new SQLException("x", "08006"))).getStatusCode())
        .isEqualTo(503);
    assertThat(
            mapper
                .map(new RuntimeException(new SQLTransientConnectionException("pool")))
                .getStatusCode())
        .isEqualTo(503);
  }

  @Test
  void bugBecomesANeutralAnswer() {
    BaseServerResponseException refusal =
        mapper.map(new NullPointerException("patient Smith has no name"));

    assertThat(refusal.getStatusCode()).isEqualTo(500);
    assertThat(code(refusal)).isEqualTo("SERVER_FAULT");
    assertThat(text(refusal)).doesNotContain("Smith").contains("request id");
  }

  @Test
  void internalNumbersDoNotReachTheClient() {
    BaseServerResponseException refusal =
        mapper.map(new ResourceNotFoundException("HAPI-2001: Resource Patient/x is not known"));

    assertThat(refusal.getStatusCode()).isEqualTo(404);
    assertThat(code(refusal)).isEqualTo("RESOURCE_UNKNOWN");
    assertThat(text(refusal)).isEqualTo("Resource Patient/x is not known");
  }

  private static String code(BaseServerResponseException refusal) {
    return outcome(refusal).getIssueFirstRep().getDetails().getCodingFirstRep().getCode();
  }

  private static String text(BaseServerResponseException refusal) {
    return outcome(refusal).getIssueFirstRep().getDiagnostics();
  }

  private static OperationOutcome outcome(BaseServerResponseException refusal) {
    return (OperationOutcome) refusal.getOperationOutcome();
  }
}
