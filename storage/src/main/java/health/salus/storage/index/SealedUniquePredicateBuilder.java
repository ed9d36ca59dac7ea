package health.salus.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.search.builder.predicate.ComboUniqueSearchParameterPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import com.healthmarketscience.sqlbuilder.Condition;
import java.util.List;

/** HAPI's predicate for combinations of parameters that are unique, all of which are tokens. */
final class SealedUniquePredicateBuilder extends ComboUniqueSearchParameterPredicateBuilder {
  private final SealedSearch search;

  SealedUniquePredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
  }

  @Override
  public Condition createPredicateIndexString(
      RequestPartitionId partition, List<String> combinations) {
    return super.createPredicateIndexString(
        partition, combinations.stream().flatMap(search::conditions).toList());
  }
}
