package health.salus.server.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessFilter.Alternative;
import health.salus.interceptors.auth.Criterion;
import health.salus.interceptors.auth.PatientCompartment;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a resource in hand what {@link AccessSql} decides about stored ones: both read
 * references by the compartment's paths and codes by the same search parameters. Thread-safe.
 */
public final class ResourceMatch {
  private final PatientCompartment compartment;
  private final ISearchParamRegistry registry;
  private final ISearchParamExtractor extractor;
  private final StoredFacts facts;
  private final FhirContext fhirContext;

  public ResourceMatch(
      PatientCompartment compartment,
      ISearchParamRegistry registry,
      ISearchParamExtractor extractor,
      StoredFacts facts,
      FhirContext fhirContext) {
    this.facts = facts;
    this.compartment = compartment;
    this.registry = registry;
    this.extractor = extractor;
    this.fhirContext = fhirContext;
  }

  /** Whether a resource satisfies a filter of its type. */
  public boolean satisfies(IBaseResource resource, AccessFilter filter) {
    if (filter instanceof AccessFilter.Only only) {
      return only.alternatives().stream().anyMatch(alternative -> satisfies(resource, alternative))
          && (only.disclosure().isEverything()
              || only.disclosure().permits(facts.of((Resource) resource), facts::referencesOf));
    }
    return filter.isEverything();
  }

  private boolean satisfies(IBaseResource resource, Alternative alternative) {
    return alternative.patients().map(ids -> compartment.contains(resource, ids)).orElse(true)
        && alternative.criteria().stream().allMatch(criterion -> matches(resource, criterion));
  }

  private boolean matches(IBaseResource resource, Criterion criterion) {
    @Nullable RuntimeSearchParam parameter =
        registry.getActiveSearchParam(
            fhirContext.getResourceType(resource),
            criterion.parameter(),
            SearchParamLookupContextEnum.ALL);
    if (parameter == null) {
      return false;
    }
    return extractor.extractSearchParamTokens(resource, parameter).stream()
        .filter(ResourceIndexedSearchParamToken.class::isInstance)
        .map(ResourceIndexedSearchParamToken.class::cast)
        .anyMatch(token -> matches(token, criterion));
  }

  private static boolean matches(ResourceIndexedSearchParamToken token, Criterion criterion) {
    Optional<String> system = Optional.ofNullable(token.getSystem());
    Optional<String> code = Optional.ofNullable(token.getValue());
    return criterion.values().stream().anyMatch(value -> value.matches(system, code));
  }
}
