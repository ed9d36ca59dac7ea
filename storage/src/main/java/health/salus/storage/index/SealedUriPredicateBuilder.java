package health.salus.storage.index;

import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.jpa.search.builder.predicate.UriPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.UriParam;
import com.healthmarketscience.sqlbuilder.ComboCondition;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.dbspec.basic.DbColumn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HAPI's predicate for URIs, which asks for tokens of protected ones. */
final class SealedUriPredicateBuilder extends UriPredicateBuilder {
  private static final Set<CompareOperation> WHOLE =
      EnumSet.of(CompareOperation.eq, CompareOperation.ne);

  private final SealedSearch search;
  private final SortCheck sort;

  SealedUriPredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
    this.sort = new SortCheck(search);
  }

  @Override
  public @Nullable Condition addPredicate(
      List<? extends IQueryParameterType> values,
      String parameter,
      @Nullable CompareOperation operation,
      @Nullable RequestDetails request) {
    String type = getSearchQueryBuilder().getResourceType();
    if (!search.hides(type, parameter)) {
      return super.addPredicate(values, parameter, operation, request);
    }
    if (search.protection(type, parameter) == Protection.WITHHELD) {
      throw SealedRefusal.withheld(type, parameter);
    }
    if (operation != null && !WHOLE.contains(operation)) {
      throw SealedRefusal.modifier(type, parameter, "_filter with " + operation.name());
    }
    for (IQueryParameterType value : values) {
      if (value instanceof UriParam uri && uri.getQualifier() != null) {
        throw SealedRefusal.modifier(type, parameter, uri.getQualifier().getValue());
      }
    }
    List<Condition> conditions = new ArrayList<>();
    for (ValueTokens tokens : search.forSearch()) {
      @Nullable Condition condition =
          super.addPredicate(
              sealed(values, type, parameter, tokens), parameter, operation, request);
      if (condition == null) {
        return null; // HAPI has been told that nothing matches
      }
      conditions.add(condition);
    }
    Condition[] all = conditions.toArray(Condition[]::new);
    return operation == CompareOperation.ne ? ComboCondition.and(all) : ComboCondition.or(all);
  }

  private static List<IQueryParameterType> sealed(
      List<? extends IQueryParameterType> values,
      String type,
      String parameter,
      ValueTokens tokens) {
    List<IQueryParameterType> sealed = new ArrayList<>();
    for (IQueryParameterType value : values) {
      sealed.add(
          value instanceof UriParam uri && uri.getValue() != null
              ? new UriParam(tokens.exact(type, parameter, uri.getValue()))
              : value);
    }
    return sealed;
  }

  @Override
  public Condition createHashIdentityPredicate(String type, String parameter) {
    sort.named(type, parameter);
    return super.createHashIdentityPredicate(type, parameter);
  }

  @Override
  public DbColumn getColumnValue() {
    sort.requireOpen();
    return super.getColumnValue();
  }
}
