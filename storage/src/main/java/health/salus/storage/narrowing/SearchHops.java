package health.salus.storage.narrowing;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Grant;
import health.salus.interceptors.auth.InsufficientScope;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.search.FilterPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a search leaves its own type: chains, {@code _has}, sorting by a chain, {@code _filter} and
 * includes. A condition on another resource tells something about that resource. So a chain and
 * {@code _has} look only through what the caller may search ({@link NarrowedLinkPredicateBuilder},
 * {@link Hop}); what cannot be narrowed takes the right to all resources of every type on the way,
 * or is a 403 that does not depend on data. What is only included is allowed as soon as some of it
 * may be seen, and is sorted out later. Thread-safe.
 */
@Interceptor
public final class SearchHops {
  private final AccessRules rules;
  private final ISearchParamRegistry registry;

  public SearchHops(AccessRules rules, ISearchParamRegistry registry) {
    this.rules = rules;
    this.registry = registry;
  }

  /** Refuses what cannot be narrowed, and narrows the rest; a search that finds nothing is left. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void check(
      ICachedSearchDetails details, @Nullable RequestDetails request, SearchParameterMap search) {
    Optional<Caller> caller = Callers.of(request);
    if (caller.isEmpty() || request == null || search.getEverythingMode() != null) {
      return;
    }
    String type = details.getResourceType();
    if (!rules.filter(caller.get(), type, Interaction.SEARCH).isNothing()) {
      check(caller.get(), type, search, request);
    }
  }

  private void check(
      Caller caller, String type, SearchParameterMap search, RequestDetails request) {
    if (rules.unlimited(caller, Grant.ANY_TYPE, Interaction.SEARCH)) {
      return;
    }
    for (Map.Entry<String, List<List<IQueryParameterType>>> parameter : search.entrySet()) {
      for (List<IQueryParameterType> values : parameter.getValue()) {
        values.forEach(value -> condition(caller, type, parameter.getKey(), value));
        narrowHas(values, request);
      }
    }
    for (@Nullable SortSpec sort = search.getSort(); sort != null; sort = sort.getChain()) {
      sort(caller, type, String.valueOf(sort.getParamName()));
    }
    search.getIncludes().forEach(include -> include(caller, include));
    search.getRevIncludes().forEach(include -> reverseInclude(caller, include));
  }

  private void condition(Caller caller, String type, String name, IQueryParameterType value) {
    if (value instanceof HasParam has) {
      has(caller, has.getTargetResourceType(), has.getParameterName());
    } else if (value instanceof ReferenceParam reference && reference.hasChain()) {
      @Nullable String target = reference.getResourceType();
      String first = target == null ? name : name + ":" + target;
      chain(caller, type, first + "." + reference.getChain());
    } else if (name.equals("_filter")) {
      filter(value.getValueAsQueryToken());
    }
  }

  /** Puts in the place of what is asked a value that is narrowed when its SQL is made. */
  private static void narrowHas(List<IQueryParameterType> values, RequestDetails request) {
    if (values.isEmpty() || !(values.get(0) instanceof HasParam first)) {
      return;
    }
    List<String> texts = values.stream().map(IQueryParameterType::getValueAsQueryToken).toList();
    Hop hop = new Hop(first.getTargetResourceType(), first.getParameterName(), texts);
    HasParam narrowed = narrowed(request, hop, first.getReferenceFieldName());
    values.clear();
    values.add(narrowed);
  }

  static HasParam narrowed(RequestDetails request, Hop hop, String reference) {
    return new HasParam(hop.type(), reference, "_id", Hop.keep(request, hop));
  }

  private void has(Caller caller, String type, String parameter) {
    some(caller, Set.of(type));
    if (parameter.startsWith("_has:")) {
      String[] parts = parameter.split(":", 4);
      has(caller, parts.length > 1 ? parts[1] : "", parts.length > 3 ? parts[3] : "");
    } else {
      chain(caller, type, parameter);
    }
  }

  /** A parameter of a type, which may go on to another type behind a dot. */
  private void chain(Caller caller, String type, String path) {
    int dot = path.indexOf('.');
    if (path.startsWith("_has:") && !type.isEmpty()) {
      throw InsufficientScope.because(
          "A chain may not end in _has here; search the other type first");
    }
    if (dot < 0) {
      return;
    }
    Set<String> targets = targets(type, path.substring(0, dot));
    some(caller, targets);
    targets.forEach(target -> chain(caller, target, path.substring(dot + 1)));
  }

  private void sort(Caller caller, String type, String path) {
    int dot = path.indexOf('.');
    if (dot > 0) {
      pass(caller, targets(type, path.substring(0, dot)));
    }
  }

  /** The types that a parameter may refer to; any type if it does not say. */
  private Set<String> targets(String type, String parameter) {
    String[] parts = parameter.split(":", 2);
    if (parts.length > 1) {
      return Set.of(parts[1]);
    }
    @Nullable RuntimeSearchParam definition =
        type.equals(Grant.ANY_TYPE)
            ? null
            : registry.getActiveSearchParam(type, parameter, SearchParamLookupContextEnum.ALL);
    return definition == null || definition.getTargets().isEmpty()
        ? Set.of(Grant.ANY_TYPE)
        : definition.getTargets();
  }

  /** Takes the right to search at least one of these types, however narrow it is. */
  private void some(Caller caller, Set<String> types) {
    boolean none =
        types.stream()
            .allMatch(
                type ->
                    type.equals(Grant.ANY_TYPE)
                        ? !rules.something(caller, Interaction.SEARCH)
                        : rules.scope(caller, type, Interaction.SEARCH).isNothing());
    if (none) {
      throw InsufficientScope.on(types.iterator().next(), Interaction.SEARCH);
    }
  }

  /** Takes the right to search all resources of these types. */
  private void pass(Caller caller, Set<String> types) {
    for (String type : types) {
      if (!rules.unlimited(caller, type, Interaction.SEARCH)) {
        throw InsufficientScope.because(
            "This looks through resources of another type and cannot be narrowed to those that you"
                + " may see; search that type itself");
      }
    }
  }

  private static void filter(String expression) {
    if (FilterPaths.of(expression).stream().anyMatch(FilterPath::leavesType)) {
      throw InsufficientScope.because("A _filter may not look at other resources here");
    }
  }

  private void include(Caller caller, Include include) {
    String source = String.valueOf(include.getParamType());
    if (include.isRecurse()) {
      pass(caller, Set.of(source.equals("null") ? Grant.ANY_TYPE : source));
    }
    @Nullable String target = include.getParamTargetType();
    Set<String> targets =
        target == null ? targets(source, String.valueOf(include.getParamName())) : Set.of(target);
    boolean none =
        targets.stream()
            .allMatch(type -> rules.scope(caller, type, Interaction.SEARCH).isNothing());
    if (none && !targets.contains(Grant.ANY_TYPE)) {
      throw InsufficientScope.on(targets.iterator().next(), Interaction.SEARCH);
    }
  }

  private void reverseInclude(Caller caller, Include include) {
    String type = String.valueOf(include.getParamType());
    if (type.equals("null") || type.equals(Grant.ANY_TYPE)) {
      if (include.isRecurse()) {
        pass(caller, Set.of(Grant.ANY_TYPE));
      }
      return;
    }
    if (rules.scope(caller, type, Interaction.SEARCH).isNothing()) {
      throw InsufficientScope.on(type, Interaction.SEARCH);
    }
    if (include.isRecurse()) {
      pass(caller, Set.of(type));
    }
  }
}
