package health.salus.interceptors.paging;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives {@code $everything} its next page: HAPI cuts a record after the first page and links to no
 * other unless an offset is named.
 */
@Interceptor
public final class EverythingPages {

  /** Names the offset of the first page. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 10)
  public void begin(RequestDetails request) {
    Map<String, String[]> asked = request.getParameters();
    if ("$everything".equals(request.getOperation()) && !asked.containsKey("_offset")) {
      Map<String, String[]> parameters = new HashMap<>(asked);
      parameters.put("_offset", new String[] {"0"});
      request.setParameters(parameters);
    }
  }
}
