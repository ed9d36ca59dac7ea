package health.salus.storage.narrowing;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser;
import ca.uhn.fhir.jpa.search.builder.QueryStack;
import ca.uhn.fhir.jpa.search.builder.predicate.ResourceLinkPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import com.healthmarketscience.sqlbuilder.ComboCondition;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.CustomCondition;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's predicate for references, which follows a chain only to resources that the caller may
 * search. The condition is on the very row of the chain, so another reference of the same resource
 * cannot stand in for it.
 */
public final class NarrowedLinkPredicateBuilder extends ResourceLinkPredicateBuilder {
  private final HopFilters filters;
  private final ChainCheck chains;

  /** One for each reference of each search, as HAPI makes its own. */
  public NarrowedLinkPredicateBuilder(
      QueryStack stack, SearchQueryBuilder query, HopFilters filters, ChainCheck chains) {
    super(stack, query);
    this.chains = chains;
    this.filters = filters;
  }

  @Override
  public @Nullable Condition createPredicate(
      RequestDetails request,
      String type,
      String parameter,
      List<String> qualifiers,
      List<? extends IQueryParameterType> values,
      SearchFilterParser.CompareOperation operation,
      RequestPartitionId partition) {
    values.forEach(value -> check(type, parameter, value));
    @Nullable Condition asked =
        super.createPredicate(request, type, parameter, qualifiers, values, operation, partition);
    Optional<Caller> caller = Callers.of(request);
    boolean chain =
        values.stream()
            .anyMatch(value -> value instanceof ReferenceParam reference && reference.hasChain());
    if (asked == null || caller.isEmpty() || !chain) {
      return asked;
    }
    Optional<String> visible =
        filters.target(
            caller.get(), type, parameter, getTable().getAlias(), getSearchQueryBuilder());
    return visible.isEmpty()
        ? asked
        : ComboCondition.and(asked, new CustomCondition(visible.get()));
  }

  private void check(String type, String parameter, IQueryParameterType value) {
    if (value instanceof ReferenceParam reference
        && reference.hasChain()
        && !reference.hasResourceType()) {
      chains.check(type, parameter, filters.targets(type, parameter), reference.getChain());
    }
  }
}
