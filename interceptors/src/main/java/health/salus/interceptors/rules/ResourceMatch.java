package health.salus.interceptors.rules;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessFilter.Alternative;
import health.salus.interceptors.auth.Criterion;
import health.salus.interceptors.auth.PatientCompartment;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a resource in hand what the SQL of a search decides about stored ones: both read
 * references by the compartment's paths and codes by the same search parameters. Thread-safe.
 */
public final class ResourceMatch {
  private final PatientCompartment compartment;
  private final ISearchParamRegistry registry;
  private final IndexedCodes codes;
  private final KnownFacts facts;
  private final FhirContext fhirContext;

  public ResourceMatch(
      PatientCompartment compartment,
      ISearchParamRegistry registry,
      IndexedCodes codes,
      KnownFacts facts,
      FhirContext fhirContext) {
    this.facts = facts;
    this.compartment = compartment;
    this.registry = registry;
    this.codes = codes;
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
    return codes.of(resource, parameter).stream()
        .anyMatch(
            code ->
                criterion.values().stream()
                    .anyMatch(value -> value.matches(code.system(), code.code())));
  }
}
