package health.salus.storage.index;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.jpa.search.builder.predicate.TokenPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.jpa.util.QueryParameterUtils;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import com.healthmarketscience.sqlbuilder.ComboCondition;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.dbspec.basic.DbColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's predicate for codes and identifiers, which asks for tokens of protected ones, and for both
 * forms of a code that is protected in some resources.
 */
final class SealedTokenPredicateBuilder extends TokenPredicateBuilder {
  private static final Set<TokenParamModifier> WHOLE =
      EnumSet.of(TokenParamModifier.NOT, TokenParamModifier.OF_TYPE);

  private final SealedSearch search;
  private final CodeExpansion expansion;
  private final SortCheck sort;

  SealedTokenPredicateBuilder(
      SearchQueryBuilder query, SealedSearch search, CodeExpansion expansion) {
    super(query);
    this.search = search;
    this.expansion = expansion;
    this.sort = new SortCheck(search);
  }

  @Override
  public @Nullable Condition createPredicateToken(
      Collection<IQueryParameterType> values,
      String type,
      @Nullable String prefix,
      RuntimeSearchParam definition,
      @Nullable CompareOperation operation,
      RequestPartitionId partition) {
    String parameter = QueryParameterUtils.getParamNameWithPrefix(prefix, definition.getName());
    return switch (search.protection(type, parameter)) {
      case OPEN ->
          super.createPredicateToken(values, type, prefix, definition, operation, partition);
      case BY_LABEL ->
          super.createPredicateToken(
              inBothForms(values, type, parameter),
              type,
              prefix,
              definition,
              excludes(values) ? CompareOperation.ne : operation,
              partition);
      case SEALED -> {
        requireWhole(values, type, parameter, operation);
        boolean none = operation == null ? negates(values) : operation == CompareOperation.ne;
        List<Condition> conditions = new ArrayList<>();
        for (ValueTokens tokens : search.forSearch()) { // HAPI takes only one value of :of-type
          @Nullable Condition condition =
              super.createPredicateToken(
                  sealed(values, type, parameter, tokens),
                  type,
                  prefix,
                  definition,
                  operation,
                  partition);
          if (condition != null) {
            conditions.add(condition);
          }
        }
        yield underKeys(conditions, none);
      }
      case WITHHELD -> throw SealedRefusal.withheld(type, parameter);
    };
  }

  private static boolean negates(Collection<IQueryParameterType> values) {
    return values.stream()
        .anyMatch(
            value ->
                value instanceof TokenParam token && token.getModifier() == TokenParamModifier.NOT);
  }

  /** Null if HAPI has established that nothing matches. */
  private static @Nullable Condition underKeys(List<Condition> conditions, boolean none) {
    Condition[] all = conditions.toArray(Condition[]::new);
    return switch (all.length) {
      case 0 -> null;
      case 1 -> all[0];
      default -> none ? ComboCondition.and(all) : ComboCondition.or(all);
    };
  }

  private static void requireWhole(
      Collection<IQueryParameterType> values,
      String type,
      String parameter,
      @Nullable CompareOperation operation) {
    if (operation != null && operation != CompareOperation.eq && operation != CompareOperation.ne) {
      throw SealedRefusal.modifier(type, parameter, "_filter with " + operation.name());
    }
    for (IQueryParameterType value : values) {
      if (value instanceof TokenParam token
          && token.getModifier() != null
          && !WHOLE.contains(token.getModifier())) {
        throw SealedRefusal.modifier(type, parameter, token.getModifier().getValue());
      }
    }
  }

  private static List<IQueryParameterType> sealed(
      Collection<IQueryParameterType> values, String type, String parameter, ValueTokens tokens) {
    List<IQueryParameterType> sealed = new ArrayList<>();
    for (IQueryParameterType value : values) {
      sealed.add(
          value instanceof TokenParam token
              ? sealed(token, type, parameter, tokens)
              : new TokenParam(tokens.token(type, parameter, value.getValueAsQueryToken())));
    }
    return sealed;
  }

  private static TokenParam sealed(
      TokenParam token, String type, String parameter, ValueTokens tokens) {
    @Nullable String value = token.getValue();
    if (value == null || value.isBlank()) {
      return token;
    }
    boolean ofType = token.getModifier() == TokenParamModifier.OF_TYPE;
    if (ofType && (value.indexOf('|') < 1 || value.endsWith("|"))) {
      return token; // which HAPI refuses
    }
    String indexed = ofType ? parameter + Constants.PARAMQUALIFIER_TOKEN_OF_TYPE : parameter;
    TokenParam sealed = new TokenParam(token.getSystem(), tokens.token(type, indexed, value));
    sealed.setModifier(token.getModifier());
    return sealed;
  }

  private static boolean excludes(Collection<IQueryParameterType> values) {
    return values.stream()
        .anyMatch(
            value ->
                value instanceof TokenParam token
                    && token.getModifier() == TokenParamModifier.NOT_IN);
  }

  private List<IQueryParameterType> inBothForms(
      Collection<IQueryParameterType> values, String type, String parameter) {
    List<ValueTokens> keys = search.forSearch();
    List<IQueryParameterType> both = new ArrayList<>();
    for (IQueryParameterType value : values) {
      if (!(value instanceof TokenParam token)) {
        both.add(value);
        continue;
      }
      for (TokenParam code : expansion.codes(token, type, parameter)) {
        both.add(code);
        if (code.getValue() != null && !code.getValue().isBlank()) {
          keys.forEach(tokens -> both.add(sealed(code, type, parameter, tokens)));
        }
      }
    }
    return both;
  }

  @Override
  public Condition createHashIdentityPredicate(String type, String parameter) {
    sort.named(type, parameter);
    return super.createHashIdentityPredicate(type, parameter);
  }

  @Override
  public DbColumn getColumnSystem() {
    sort.requireOpen();
    return super.getColumnSystem();
  }
}
