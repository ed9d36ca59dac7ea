package health.salus.storage.narrowing;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's predicate for {@code _id}, which also understands {@link AccessCriterion} and {@link Hop}.
 * Every search and every count of HAPI builds its SQL from here, so a page, a total and a
 * conditional write see the same resources.
 */
public final class NarrowedIdPredicateBuilder extends ResourceIdPredicateBuilder {
  private final AccessSql sql;
  private final HopPredicates hops;

  /** One for each parameter of each search, as HAPI makes its own. */
  public NarrowedIdPredicateBuilder(SearchQueryBuilder query, AccessSql sql, HopPredicates hops) {
    super(query);
    this.sql = sql;
    this.hops = hops;
  }

  @Override
  public @Nullable Condition createPredicateResourceId(SearchForIdsParams search) {
    List<AccessFilter> filters = new ArrayList<>();
    List<Hop> asked = new ArrayList<>();
    List<List<IQueryParameterType>> ids = new ArrayList<>();
    for (List<IQueryParameterType> values : search.getAndOrParams()) {
      Optional<Hop> hop = Hop.of(search.getRequest(), values);
      if (values.size() == 1 && values.get(0) instanceof AccessCriterion access) {
        filters.add(access.filter());
      } else if (hop.isPresent()) {
        asked.add(hop.get());
      } else {
        ids.add(values);
      }
    }
    if (filters.isEmpty() && asked.isEmpty()) {
      return super.createPredicateResourceId(search);
    }
    ComboCondition all = new ComboCondition(ComboCondition.Op.AND);
    for (Hop hop : asked) {
      hops.conditions(hop, search, column(search), getSearchQueryBuilder())
          .forEach(all::addCondition);
    }
    @Nullable Condition named =
        ids.isEmpty() ? null : super.createPredicateResourceId(search.setAndOrParams(ids));
    if (named != null) {
      all.addCondition(named);
    }
    filters.forEach(filter -> narrow(filter, search, all));
    return all;
  }

  private void narrow(AccessFilter filter, SearchForIdsParams search, ComboCondition all) {
    if (filter instanceof AccessFilter.Only only) {
      all.addCondition(
          new CustomCondition(
              sql.condition(
                  only,
                  search.getResourceName(),
                  column(search),
                  AccessSql.binder(getSearchQueryBuilder()))));
    } else if (filter.isNothing()) {
      setMatchNothing();
      all.addCondition(new CustomCondition("FALSE"));
    }
  }

  private String column(SearchForIdsParams search) {
    @Nullable DbColumn joined = getResourceIdColumn(search.getSourceJoinColumn());
    DbColumn column =
        joined == null ? getOrCreateQueryRootTable(true).getResourceIdColumn() : joined;
    return column.getTable().getAlias() + "." + column.getColumnNameSQL();
  }
}
