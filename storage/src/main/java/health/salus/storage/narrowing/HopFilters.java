package health.salus.storage.narrowing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.auth.SearchRights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which resources a search may look through on the way to others, as SQL. Thread-safe. */
public final class HopFilters {
  private final SearchRights rules;
  private final AccessSql sql;
  private final ISearchParamRegistry registry;
  private final FhirContext fhirContext;

  public HopFilters(
      SearchRights rules, AccessSql sql, ISearchParamRegistry registry, FhirContext fhirContext) {
    this.rules = rules;
    this.sql = sql;
    this.registry = registry;
    this.fhirContext = fhirContext;
  }

  /**
   * The condition on the target of a reference; empty if the caller may search all targets.
   *
   * @param link alias of HFJ_RES_LINK
   */
  Optional<String> target(
      Caller caller, String type, String parameter, String link, SearchQueryBuilder query) {
    Map<String, AccessFilter> limited = new TreeMap<>();
    Set<String> open = new TreeSet<>();
    for (String target : targets(type, parameter)) {
      AccessFilter filter = rules.filter(caller, target, Interaction.SEARCH);
      if (filter.isEverything()) {
        open.add(target);
      } else {
        limited.put(target, filter);
      }
    }
    if (limited.isEmpty()) {
      return Optional.empty();
    }
    List<String> alternatives = new ArrayList<>();
    if (!open.isEmpty()) {
      alternatives.add(typeIn(link, open, query));
    }
    limited.forEach(
        (target, filter) -> {
          if (filter instanceof AccessFilter.Only only) {
            alternatives.add(
                "(%s AND %s)"
                    .formatted(
                        typeIn(link, Set.of(target), query),
                        sql.condition(
                            only, target, link + ".TARGET_RESOURCE_ID", AccessSql.binder(query))));
          }
        });
    return Optional.of(
        alternatives.isEmpty() ? "FALSE" : "(" + String.join(" OR ", alternatives) + ")");
  }

  /**
   * The condition on resources of a type that refer to the result; empty if all may be searched.
   */
  Optional<String> source(Caller caller, String type, String column, SearchQueryBuilder query) {
    AccessFilter filter = rules.filter(caller, type, Interaction.SEARCH);
    if (filter instanceof AccessFilter.Only only) {
      return Optional.of(sql.condition(only, type, column, AccessSql.binder(query)));
    }
    return filter.isEverything() ? Optional.empty() : Optional.of("FALSE");
  }

  /** The types that a parameter may refer to; every type if it does not say. */
  Collection<String> targets(String type, String parameter) {
    @Nullable RuntimeSearchParam definition =
        registry.getActiveSearchParam(type, parameter, SearchParamLookupContextEnum.ALL);
    return definition == null || definition.getTargets().isEmpty()
        ? fhirContext.getResourceTypes()
        : definition.getTargets();
  }

  private static String typeIn(String link, Set<String> types, SearchQueryBuilder query) {
    return types.stream()
        .map(type -> "'" + query.generatePlaceholder(type) + "'")
        .collect(Collectors.joining(", ", link + ".TARGET_RESOURCE_TYPE IN (", ")"));
  }
}
