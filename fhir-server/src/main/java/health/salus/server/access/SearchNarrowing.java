package health.salus.server.access;

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
  private static final String NARROWED = SearchNarrowing.class.getName();

  private final AccessRules rules;
  private final SearchHops hops;

  public SearchNarrowing(AccessRules rules, SearchHops hops) {
    this.rules = rules;
    this.hops = hops;
  }

  /** Narrows one search. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void narrow(
      ICachedSearchDetails details, @Nullable RequestDetails request, SearchParameterMap search) {
    Optional<Caller> caller = Callers.of(request);
    if (caller.isEmpty() || request == null) {
      return;
    }
    wasNarrowed(request); // of an earlier search, such as the condition of another entry
    if (search.getEverythingMode() != null) {
      return; // HAPI's; the gate lets only those through who may see all
    }
    String type = details.getResourceType();
    AccessFilter filter = rules.filter(caller.get(), type, Interaction.SEARCH);
    if (filter.isEverything()) {
      hops.check(caller.get(), type, search, request);
      return;
    }
    if (!filter.isNothing()) {
      hops.check(caller.get(), type, search, request);
    }
    if (!narrowed(search)) {
      search.add("_id", new AccessCriterion(filter));
    }
    request.getUserData().put(NARROWED, true);
  }

  /** Whether what a search is about to look at was narrowed by its SQL; asked once for each. */
  static boolean wasNarrowed(RequestDetails request) {
    return request.getUserData().remove(NARROWED) != null;
  }

  private static boolean narrowed(SearchParameterMap search) {
    @Nullable List<List<IQueryParameterType>> ids = search.get("_id");
    return ids != null
        && ids.stream().flatMap(List::stream).anyMatch(AccessCriterion.class::isInstance);
  }
}
