package health.salus.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.search.builder.predicate.ComboNonUniqueSearchParameterPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import com.healthmarketscience.sqlbuilder.Condition;
import java.util.List;

/** HAPI's predicate for combinations of parameters that need not be unique, all tokens. */
final class SealedNonUniquePredicateBuilder extends ComboNonUniqueSearchParameterPredicateBuilder {
  private final SealedSearch search;

  SealedNonUniquePredicateBuilder(SearchQueryBuilder query, SealedSearch search) {
    super(query);
    this.search = search;
  }

  @Override
  public Condition createPredicateHashComplete(
      RequestPartitionId partition, List<String> combinations) {
    return super.createPredicateHashComplete(
        partition, combinations.stream().flatMap(search::conditions).toList());
  }
}
