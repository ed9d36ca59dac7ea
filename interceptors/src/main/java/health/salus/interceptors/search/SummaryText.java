package health.salus.interceptors.search;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code _summary=text} as FHIR means it: a resource of id, meta, narrative and what is
 * mandatory. HAPI answers with the bare HTML of the narrative.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 */
@Interceptor
public final class SummaryText {

  /** Asks for the narrative by name instead. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 10)
  public void rename(RequestDetails request) {
    String @Nullable [] summary = request.getParameters().get("_summary");
    if (summary != null && summary.length == 1 && summary[0].equals("text")) {
      Map<String, String[]> parameters = new HashMap<>(request.getParameters());
      parameters.remove("_summary");
      parameters.put("_elements", new String[] {"text"});
      request.setParameters(parameters);
    }
  }
}
