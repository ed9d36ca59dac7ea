package health.salus.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.search.builder.predicate.DatePredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.param.DateParam;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.CustomCondition;
import com.healthmarketscience.sqlbuilder.InCondition;
import com.healthmarketscience.sqlbuilder.dbspec.basic.DbColumn;
import health.salus.interceptors.crypto.CalendarNode;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's predicate for dates, which asks for calendar nodes of protected ones.
 *
 * <p>HAPI makes the conditions first and then says which parameter they are for, so they are {@link
 * LaterCondition}s. It says so once: another condition on the same parameter is about the same row.
 * A date has a row for each of its nodes, and what one row of it fulfils another need not, so each
 * further condition looks for a row of its own.
 */
final class SealedDatePredicateBuilder extends DatePredicateBuilder {
  private final SealedSearch search;
  private final SortCheck sort;
  private final List<LaterCondition> waiting = new ArrayList<>();
  private @Nullable String type;
  private String parameter = "";

  SealedDatePredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
    this.sort = new SortCheck(search);
  }

  @Override
  public @Nullable Condition createPredicateDateWithoutIdentityPredicate(
      IQueryParameterType value, @Nullable CompareOperation operation) {
    if (value instanceof DateParam date && date.isEmpty()) {
      return super.createPredicateDateWithoutIdentityPredicate(value, operation);
    }
    if (type == null) {
      LaterCondition later =
          new LaterCondition(
              () -> super.createPredicateDateWithoutIdentityPredicate(value, operation),
              (resourceType, name) -> inRow(resourceType, name, value, operation));
      waiting.add(later);
      return later;
    }
    return search.hides(type, parameter)
        ? inAnotherRow(type, value, operation)
        : super.createPredicateDateWithoutIdentityPredicate(value, operation);
  }

  @Override
  public Condition combineWithHashIdentityPredicate(
      String resourceType, String name, Condition condition) {
    type = resourceType;
    parameter = name;
    boolean hidden = search.hides(resourceType, name);
    waiting.forEach(later -> later.decide(hidden, resourceType, name));
    waiting.clear();
    return super.combineWithHashIdentityPredicate(resourceType, name, condition);
  }

  private Condition inRow(
      String resourceType,
      String name,
      IQueryParameterType value,
      @Nullable CompareOperation operation) {
    List<Date> nodes = nodes(resourceType, name, value, operation);
    return nodes.isEmpty()
        ? new CustomCondition("FALSE")
        : new InCondition(
            super.getColumnValueLow(), getSearchQueryBuilder().generatePlaceholders(nodes));
  }

  private Condition inAnotherRow(
      String resourceType, IQueryParameterType value, @Nullable CompareOperation operation) {
    List<Date> nodes = nodes(resourceType, parameter, value, operation);
    if (nodes.isEmpty()) {
      return new CustomCondition("FALSE");
    }
    long identity =
        BaseResourceIndexedSearchParam.calculateHashIdentity(
            getPartitionSettings(),
            getSearchQueryBuilder().getRequestPartitionId(),
            resourceType,
            parameter);
    return new CustomCondition(
        "%s.RES_ID IN (SELECT RES_ID FROM HFJ_SPIDX_DATE WHERE HASH_IDENTITY = %s AND SP_VALUE_LOW IN %s)"
            .formatted(
                getTable().getAlias(),
                bound(identity),
                nodes.stream().map(this::bound).collect(Collectors.joining(", ", "(", ")"))));
  }

  private List<Date> nodes(
      String resourceType,
      String name,
      IQueryParameterType value,
      @Nullable CompareOperation operation) {
    Set<CalendarNode> nodes = SealedDates.nodes(resourceType, name, value, operation);
    return search.forSearch().stream()
        .flatMap(tokens -> tokens.nodes(resourceType, name, nodes).stream())
        .toList();
  }

  /** A bind variable, as HAPI has them in the text of its SQL. */
  private String bound(Object value) {
    return "'" + getSearchQueryBuilder().generatePlaceholder(value) + "'";
  }

  @Override
  public Condition createHashIdentityPredicate(
      RequestPartitionId partition, String resourceType, String name) {
    if (search.protection(resourceType, name) == Protection.WITHHELD) {
      throw SealedRefusal.withheld(resourceType, name);
    }
    sort.named(resourceType, name);
    return super.createHashIdentityPredicate(partition, resourceType, name);
  }

  @Override
  public DbColumn getColumnValueLow() {
    sort.requireOpen();
    return super.getColumnValueLow();
  }
}
