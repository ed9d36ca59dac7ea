package health.salus.server.label;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.jspecify.annotations.Nullable;

/** The requests of the relabelling job, which alone may take a label off. */
final class RelabelRequest {
  private static final String KEY = RelabelRequest.class.getName();

  private RelabelRequest() {}

  static SystemRequestDetails make() {
    SystemRequestDetails request = new SystemRequestDetails();
    request.getUserData().put(KEY, true);
    return request;
  }

  static boolean is(@Nullable RequestDetails request) {
    return request instanceof SystemRequestDetails && request.getUserData().containsKey(KEY);
  }
}
