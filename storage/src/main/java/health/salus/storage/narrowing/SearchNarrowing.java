package health.salus.storage.narrowing;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.auth.NarrowedSearch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds the rights of the caller to every search before its SQL is made: of the REST interface, of
 * an operation, of the condition of a write, of a reference by search. So pages are full and totals
 * are right, and what may not be found neither counts nor collides.
 */
@Interceptor
public final class SearchNarrowing {
  private final AccessRules rules;

  public SearchNarrowing(AccessRules rules) {
    this.rules = rules;
  }

  /** Narrows one search. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void narrow(
      ICachedSearchDetails details, @Nullable RequestDetails request, SearchParameterMap search) {
    Optional<Caller> caller = Callers.of(request);
    if (caller.isEmpty() || request == null) {
      return;
    }
    NarrowedSearch.take(request); // of an earlier search, such as the condition of another entry
    if (search.getEverythingMode() != null) {
      return; // HAPI's; the gate lets only those through who may see all
    }
    String type = details.getResourceType();
    AccessFilter filter = rules.filter(caller.get(), type, Interaction.SEARCH);
    if (filter.isEverything()) {
      return;
    }
    if (!narrowed(search)) {
      search.add("_id", new AccessCriterion(filter));
    }
    NarrowedSearch.mark(request);
  }

  private static boolean narrowed(SearchParameterMap search) {
    @Nullable List<List<IQueryParameterType>> ids = search.get("_id");
    return ids != null
        && ids.stream().flatMap(List::stream).anyMatch(AccessCriterion.class::isInstance);
  }
}
