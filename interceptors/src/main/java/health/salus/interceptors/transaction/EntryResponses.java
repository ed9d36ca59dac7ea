package health.salus.interceptors.transaction;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import health.salus.interceptors.error.ErrorMapper;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/**
 * Makes the entries of a transaction's or batch's answer what single requests would have got: an
 * ETag in HTTP's form, and outcomes with our codes.
 *
 * @see <a
 *     href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response.etag">etag</a>
 */
@Interceptor
public final class EntryResponses {

  /** Corrects each entry on its way out. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void correct(IBaseResource response) {
    if (response instanceof Bundle bundle
        && (bundle.getType() == BundleType.TRANSACTIONRESPONSE
            || bundle.getType() == BundleType.BATCHRESPONSE)) {
      bundle.getEntry().stream()
          .filter(BundleEntryComponent::hasResponse)
          .forEach(entry -> correct(entry.getResponse()));
    }
  }

  private static void correct(BundleEntryResponseComponent response) {
    if (response.hasEtag() && !response.getEtag().endsWith("\"")) {
      response.setEtag("W/\"" + response.getEtag() + "\"");
    }
    ErrorMapper.correct(response);
  }
}
