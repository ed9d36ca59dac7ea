package health.salus.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.jpa.search.builder.predicate.BaseQuantityPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.QuantityPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.rest.param.QuantityParam;
import com.healthmarketscience.sqlbuilder.Condition;
import jakarta.persistence.criteria.CriteriaBuilder;
import org.jspecify.annotations.Nullable;

/** HAPI's predicate for quantities, which refuses protected ones: no token would answer. */
final class SealedQuantityPredicateBuilder extends QuantityPredicateBuilder {
  private final SealedSearch search;

  SealedQuantityPredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
  }

  @Override
  public Condition createPredicateQuantity(
      QuantityParam value,
      String type,
      String parameter,
      @Nullable CriteriaBuilder criteria,
      BaseQuantityPredicateBuilder from,
      @Nullable CompareOperation operation,
      RequestPartitionId partition) {
    requireOpen(type, parameter);
    return super.createPredicateQuantity(
        value, type, parameter, criteria, from, operation, partition);
  }

  @Override
  public Condition createHashIdentityPredicate(
      RequestPartitionId partition, String type, String parameter) {
    requireOpen(type, parameter);
    return super.createHashIdentityPredicate(partition, type, parameter);
  }

  private void requireOpen(String type, String parameter) {
    if (search.hides(type, parameter)) {
      throw SealedRefusal.withheld(type, parameter);
    }
  }
}
