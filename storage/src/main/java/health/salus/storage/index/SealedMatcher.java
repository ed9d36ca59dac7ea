package health.salus.storage.index;

import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryMatchResult;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's matcher of resources in memory, which takes the values out of the resource: the rows that
 * it may be handed can be tokens.
 */
final class SealedMatcher extends InMemoryResourceMatcher {

  @Override
  public InMemoryMatchResult match(
      String criteria,
      @Nullable IBaseResource resource,
      @Nullable ResourceIndexedSearchParams rows,
      @Nullable RequestDetails request) {
    return super.match(criteria, resource, null, request);
  }
}
