package ca.uhn.fhir.jpa.dao;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import health.salus.server.body.StoredBody;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Stores the JSON that the client sent instead of HAPI's re-encoding of it. It stands in HAPI's
 * package because the method it replaces is visible only there.
 */
public final class SentBodyHistoryCalculator extends ResourceHistoryCalculator {

  public SentBodyHistoryCalculator(FhirContext fhirContext) {
    super(fhirContext, false);
  }

  @Override
  String encodeResource(
      IBaseResource resource, ResourceEncodingEnum encoding, List<String> excludedElements) {
    return StoredBody.toStore(
        resource, () -> super.encodeResource(resource, encoding, excludedElements));
  }
}
