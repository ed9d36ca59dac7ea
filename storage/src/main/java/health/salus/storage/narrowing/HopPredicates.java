package health.salus.storage.narrowing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.search.builder.QueryStack;
import ca.uhn.fhir.jpa.search.builder.QueryStack.SearchForIdsParams;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.util.JpaParamUtil;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.CustomCondition;
import health.salus.interceptors.auth.Callers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@link Hop} asks in the query where it is asked: HAPI's own predicates for the
 * parameter, and the rights of the caller on the same row. Thread-safe.
 */
public final class HopPredicates {
  private final HopFilters filters;
  private final JpaStorageSettings settings;
  private final PartitionSettings partitions;
  private final ISearchParamRegistry registry;
  private final FhirContext fhirContext;

  public HopPredicates(
      HopFilters filters,
      JpaStorageSettings settings,
      PartitionSettings partitions,
      ISearchParamRegistry registry,
      FhirContext fhirContext) {
    this.filters = filters;
    this.settings = settings;
    this.partitions = partitions;
    this.registry = registry;
    this.fhirContext = fhirContext;
  }

  /**
   * The conditions, all of which must hold.
   *
   * @param column of the id of the resource that refers
   */
  List<Condition> conditions(
      Hop hop, SearchForIdsParams search, String column, SearchQueryBuilder query) {
    List<Condition> all = new ArrayList<>();
    Callers.of(search.getRequest())
        .flatMap(caller -> filters.source(caller, hop.type(), column, query))
        .ifPresent(visible -> all.add(new CustomCondition(visible)));
    QueryStack stack =
        new QueryStack(
            search.getRequest(),
            new SearchParameterMap(),
            settings,
            fhirContext,
            query,
            registry,
            partitions);
    String name = name(hop);
    @Nullable Condition asked =
        stack.searchForIdsWithAndOr(
            SearchForIdsParams.with()
                .setSourceJoinColumn(search.getSourceJoinColumn())
                .setResourceName(hop.type())
                .setParamName(name)
                .setAndOrParams(List.of(values(hop, name, search)))
                .setRequest(search.getRequest())
                .setRequestPartitionId(search.getRequestPartitionId()));
    if (asked != null) {
      all.add(asked);
    }
    return all;
  }

  private static String name(Hop hop) {
    if (hop.parameter().startsWith(Constants.PARAM_HAS + ":")) {
      return Constants.PARAM_HAS;
    }
    String name = hop.parameter().split("\\.", 2)[0];
    return name.split(":", 2)[0];
  }

  private List<IQueryParameterType> values(Hop hop, String name, SearchForIdsParams search) {
    if (name.equals(Constants.PARAM_HAS)) {
      return List.of(nested(hop, search));
    }
    if (name.equals("_id")) {
      return hop.values().stream()
          .map(value -> (IQueryParameterType) new TokenParam(value))
          .toList();
    }
    RuntimeSearchParam definition =
        registry.getRuntimeSearchParam(hop.type(), name, SearchParamLookupContextEnum.SEARCH);
    List<QualifiedParamList> texts = new ArrayList<>();
    hop.values().forEach(value -> texts.add(QualifiedParamList.singleton(null, value)));
    List<IQueryParameterType> parsed = new ArrayList<>();
    JpaParamUtil.parseQueryParams(registry, fhirContext, definition, name, texts)
        .getValuesAsQueryTokens()
        .forEach(value -> parsed.addAll(value.getValuesAsQueryTokens()));
    int dot = hop.parameter().indexOf('.');
    if (dot > 0) {
      parsed.stream()
          .filter(ReferenceParam.class::isInstance)
          .forEach(value -> ((ReferenceParam) value).setChain(hop.parameter().substring(dot + 1)));
    }
    return parsed;
  }

  private HasParam nested(Hop hop, SearchForIdsParams search) {
    HasParam inner = new HasParam();
    inner.setValueAsQueryToken(
        fhirContext,
        Constants.PARAM_HAS,
        hop.parameter().substring(Constants.PARAM_HAS.length()),
        hop.values().get(0));
    return SearchHops.narrowed(
        search.getRequest(),
        new Hop(inner.getTargetResourceType(), inner.getParameterName(), hop.values()),
        inner.getReferenceFieldName());
  }
}
