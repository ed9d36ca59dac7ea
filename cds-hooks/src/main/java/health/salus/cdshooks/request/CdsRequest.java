package health.salus.cdshooks.request;

import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.util.Map;
import java.util.Optional;

/**
 * A checked call of a service. It omits the EHR's access token, which nothing here uses yet.
 *
 * @param context the context's text fields that this hook defines
 * @param fhirServer the EHR's FHIR base, without a slash at its end
 */
public record CdsRequest(
    String hook,
    String hookInstance,
    Map<String, String> context,
    Map<String, Prefetched> prefetch,
    Optional<String> fhirServer) {
  public CdsRequest {
    context = Map.copyOf(context);
    prefetch = Map.copyOf(prefetch);
  }

  /** The patient's id. Every supported hook requires it, so it was checked before. */
  public String patientId() {
    String id = context.get("patientId");
    if (id == null) {
      throw new CdsException(ErrorCode.FIELD_MISSING, "context.patientId is missing");
    }
    return id;
  }
}
