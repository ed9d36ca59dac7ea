package health.salus.storage.index;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.jpa.search.builder.predicate.StringPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.jpa.util.QueryParameterUtils;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.util.StringUtil;
import com.healthmarketscience.sqlbuilder.ComboCondition;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.dbspec.basic.DbColumn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** HAPI's predicate for texts, which asks for tokens of protected ones. */
final class SealedStringPredicateBuilder extends StringPredicateBuilder {
  private final SealedSearch search;
  private final SortCheck sort;

  SealedStringPredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
    this.sort = new SortCheck(search);
  }

  @Override
  public Condition createPredicateString(
      IQueryParameterType value,
      String type,
      @Nullable String prefix,
      RuntimeSearchParam definition,
      StringPredicateBuilder from,
      @Nullable CompareOperation operation) {
    String parameter = QueryParameterUtils.getParamNameWithPrefix(prefix, definition.getName());
    if (!search.hides(type, parameter)) {
      return super.createPredicateString(value, type, prefix, definition, from, operation);
    }
    if (search.protection(type, parameter) == Protection.WITHHELD) {
      throw SealedRefusal.withheld(type, parameter);
    }
    if (!(value instanceof StringParam text)) {
      throw SealedRefusal.modifier(type, parameter, ":text");
    }
    if (text.isContains()) {
      throw SealedRefusal.modifier(type, parameter, ":contains");
    }
    String asked = definition.encode(text.getValue());
    if (text.isExact()) {
      return underAnyKey(
          tokens -> createPredicateExact(type, parameter, tokens.exact(type, parameter, asked)));
    }
    String normalized = StringUtil.normalizeStringForSearchIndexing(asked);
    if (normalized.codePointCount(0, normalized.length()) > ValueTokens.MAX_CHARACTERS) {
      throw SealedRefusal.length(type, parameter, ValueTokens.MAX_CHARACTERS);
    }
    return operation == CompareOperation.ne
        ? ComboCondition.and(
            conditions(
                tokens ->
                    createPredicateLikeExpressionOnly(
                        type, parameter, tokens.normalized(type, parameter, normalized), true)))
        : underAnyKey(
            tokens ->
                condition(
                    type,
                    parameter,
                    tokens.normalized(type, parameter, normalized),
                    operation == null ? CompareOperation.sw : operation));
  }

  private Condition underAnyKey(Function<ValueTokens, Condition> condition) {
    Condition[] conditions = conditions(condition);
    return conditions.length == 1 ? conditions[0] : ComboCondition.or(conditions);
  }

  private Condition[] conditions(Function<ValueTokens, Condition> condition) {
    return search.forSearch().stream().map(condition).toArray(Condition[]::new);
  }

  private Condition condition(
      String type, String parameter, String token, CompareOperation operation) {
    return switch (operation) {
      case sw ->
          search.prefixes()
              ? createPredicateNormalLike(type, parameter, token, token + "%")
              : createPredicateNormal(type, parameter, token);
      case eq -> createPredicateNormal(type, parameter, token);
      default -> throw SealedRefusal.modifier(type, parameter, "_filter with " + operation.name());
    };
  }

  @Override
  public Condition createHashIdentityPredicate(String type, String parameter) {
    sort.named(type, parameter);
    return super.createHashIdentityPredicate(type, parameter);
  }

  @Override
  public DbColumn getColumnValueNormalized() {
    sort.requireOpen();
    return super.getColumnValueNormalized();
  }
}
