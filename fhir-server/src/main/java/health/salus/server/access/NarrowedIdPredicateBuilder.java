package health.salus.server.access;

import ca.uhn.fhir.jpa.search.builder.QueryStack.SearchForIdsParams;
import ca.uhn.fhir.jpa.search.builder.predicate.ResourceIdPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.model.api.IQueryParameterType;
import com.healthmarketscience.sqlbuilder.ComboCondition;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.CustomCondition;
import com.healthmarketscience.sqlbuilder.dbspec.basic.DbColumn;
import health.salus.interceptors.auth.AccessFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's predicate for {@code _id}, which also understands {@link AccessCriterion}. Every search
 * and every count of HAPI builds its SQL from here, so a page, a total and a conditional write see
 * the same resources.
 */
public final class NarrowedIdPredicateBuilder extends ResourceIdPredicateBuilder {
  private final AccessSql sql;

  /** One for each parameter of each search, as HAPI makes its own. */
  public NarrowedIdPredicateBuilder(SearchQueryBuilder query, AccessSql sql) {
    super(query);
    this.sql = sql;
  }

  @Override
  public @Nullable Condition createPredicateResourceId(SearchForIdsParams search) {
    List<AccessFilter> filters = new ArrayList<>();
    List<List<IQueryParameterType>> ids = new ArrayList<>();
    for (List<IQueryParameterType> values : search.getAndOrParams()) {
      if (values.size() == 1 && values.get(0) instanceof AccessCriterion access) {
        filters.add(access.filter());
      } else {
        ids.add(values);
      }
    }
    if (filters.isEmpty()) {
      return super.createPredicateResourceId(search);
    }
    @Nullable Condition asked =
        ids.isEmpty() ? null : super.createPredicateResourceId(search.setAndOrParams(ids));
    ComboCondition all = new ComboCondition(ComboCondition.Op.AND);
    if (asked != null) {
      all.addCondition(asked);
    }
    for (AccessFilter filter : filters) {
      if (filter instanceof AccessFilter.Only only) {
        all.addCondition(
            new CustomCondition(
                sql.condition(
                    only, search.getResourceName(), column(search), getSearchQueryBuilder())));
      } else if (filter.isNothing()) {
        setMatchNothing();
        all.addCondition(new CustomCondition("FALSE"));
      }
    }
    return all;
  }

  private String column(SearchForIdsParams search) {
    @Nullable DbColumn joined = getResourceIdColumn(search.getSourceJoinColumn());
    DbColumn column =
        joined == null ? getOrCreateQueryRootTable(true).getResourceIdColumn() : joined;
    return column.getTable().getAlias() + "." + column.getColumnNameSQL();
  }
}
