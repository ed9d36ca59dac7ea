package health.salus.storage.index;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import health.salus.interceptors.rules.IndexedCodes;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Codes of resources, read by the extractor that fills HAPI's search index. Thread-safe. */
public record ExtractedCodes(ISearchParamExtractor extractor) implements IndexedCodes {
  @Override
  public List<Code> of(IBaseResource resource, RuntimeSearchParam parameter) {
    return extractor.extractSearchParamTokens(resource, parameter).stream()
        .filter(ResourceIndexedSearchParamToken.class::isInstance)
        .map(ResourceIndexedSearchParamToken.class::cast)
        .map(
            token ->
                new Code(
                    Optional.ofNullable(token.getSystem()), Optional.ofNullable(token.getValue())))
        .toList();
  }
}
