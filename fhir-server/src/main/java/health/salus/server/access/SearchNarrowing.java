package health.salus.server.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Interaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
  private final Set<String> types;

  /**
   * Narrows by these rules.
   *
   * @param types all resource types of the server
   */
  public SearchNarrowing(AccessRules rules, SearchHops hops, Set<String> types) {
    this.rules = rules;
    this.hops = hops;
    this.types = Set.copyOf(types);
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
      narrowEverything(caller.get(), search);
      return;
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

  /**
   * The gate lets {@code $everything} through for one record that the caller may read. HAPI takes
   * the types into its SQL; limits to codes are left to {@link ResultRules}.
   */
  private void narrowEverything(Caller caller, SearchParameterMap search) {
    if (rules.everything(caller, Interaction.READ)
        || rules.everything(caller, Interaction.SEARCH)) {
      return;
    }
    @Nullable List<List<IQueryParameterType>> asked = search.remove(Constants.PARAM_TYPE);
    Set<String> wanted = new TreeSet<>(types);
    if (asked != null) {
      wanted.retainAll(
          asked.stream()
              .flatMap(List::stream)
              .flatMap(value -> Stream.of(((StringParam) value).getValue().split(",", -1)))
              .map(String::strip)
              .toList());
    }
    wanted.removeIf(
        type ->
            rules.filter(caller, type, Interaction.READ).isNothing()
                && rules.filter(caller, type, Interaction.SEARCH).isNothing());
    wanted.add("Patient"); // the record itself; an empty list would mean every type
    search.add(Constants.PARAM_TYPE, new StringParam(String.join(",", wanted)));
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
