package health.salus.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.search.builder.predicate.NumberPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import com.healthmarketscience.sqlbuilder.Condition;

/** HAPI's predicate for numbers, which refuses protected ones: no token would answer. */
final class SealedNumberPredicateBuilder extends NumberPredicateBuilder {
  private final SealedSearch search;

  SealedNumberPredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
  }

  @Override
  public Condition createHashIdentityPredicate(
      RequestPartitionId partition, String type, String parameter) {
    if (search.hides(type, parameter)) {
      throw SealedRefusal.withheld(type, parameter);
    }
    return super.createHashIdentityPredicate(partition, type, parameter);
  }
}
