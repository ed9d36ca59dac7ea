package health.salus.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.dao.data.IResourceSearchUrlDao;
import ca.uhn.fhir.jpa.dao.index.DaoSearchParamSynchronizer;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.search.ResourceSearchUrlSvc;
import ca.uhn.fhir.jpa.search.builder.predicate.ComboNonUniqueSearchParameterPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.ComboUniqueSearchParameterPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.CoordsPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.DatePredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.NumberPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.QuantityPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.StringPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.TokenPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.UriPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import ca.uhn.fhir.jpa.util.PersistenceContextProvider;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.storage.narrowing.ChainCheck;
import health.salus.storage.narrowing.TokenForms;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

/**
 * The beans that seal the search index. They replace beans of the same name in HAPI and the
 * storage; without this class those are used unchanged.
 */
@Configuration
public class SealedSearchConfiguration {
  private final BeanFactory beans;

  SealedSearchConfiguration(BeanFactory beans) {
    this.beans = beans;
  }

  /** The registry of search parameters reads them by means of beans that need this one. */
  @Bean
  ProtectedParameters protectedParameters(
      SealedSearchSettings settings, FhirContext fhirContext, @Lazy ISearchParamRegistry registry) {
    return new ProtectedParameters(settings.config(), fhirContext, registry);
  }

  @Bean
  SealedSearch sealedSearch(ProtectedParameters parameters, SealedSearchSettings settings) {
    return new SealedSearch(
        parameters, settings.keys(), settings.config().labels(), settings.config().prefixes());
  }

  @Bean
  SealedMatchUrls sealedMatchUrls(SealedSearch search, PrefetchPhase prefetch) {
    return new SealedMatchUrls(search, prefetch);
  }

  @Bean
  CodeExpansion codeExpansion(
      @Lazy IValidationSupport support,
      @Lazy ITermReadSvc terminology,
      JpaStorageSettings settings) {
    return new CodeExpansion(support, terminology, settings);
  }

  @Bean
  TokenForms tokenForms(SealedSearch search) {
    return search::forms;
  }

  @Bean
  ChainCheck chainCheck(SealedSearch search, ProtectedParameters parameters) {
    return new SealedChains(search, parameters);
  }

  @Bean
  DaoSearchParamSynchronizer daoSearchParamSynchronizer(SealedSearch search) {
    return new SealedIndex(search);
  }

  @Bean
  InMemoryResourceMatcher inMemoryResourceMatcher() {
    return new SealedMatcher();
  }

  @Bean
  ResourceSearchUrlSvc resourceSearchUrlSvc(
      PersistenceContextProvider persistence,
      IResourceSearchUrlDao dao,
      MatchUrlService matchUrls,
      FhirContext fhirContext,
      PartitionSettings partitions,
      SealedSearch search) {
    return new SealedSearchUrls(
        persistence.getEntityManager(), dao, matchUrls, fhirContext, partitions, search);
  }

  @Bean
  @Scope("prototype")
  StringPredicateBuilder newStringPredicateBuilder(SearchQueryBuilder query) {
    return new SealedStringPredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  TokenPredicateBuilder newTokenPredicateBuilder(SearchQueryBuilder query) {
    return new SealedTokenPredicateBuilder(query, search(), beans.getBean(CodeExpansion.class));
  }

  @Bean
  @Scope("prototype")
  DatePredicateBuilder newDatePredicateBuilder(SearchQueryBuilder query) {
    return new SealedDatePredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  UriPredicateBuilder newUriPredicateBuilder(SearchQueryBuilder query) {
    return new SealedUriPredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  NumberPredicateBuilder newNumberPredicateBuilder(SearchQueryBuilder query) {
    return new SealedNumberPredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  QuantityPredicateBuilder newQuantityPredicateBuilder(SearchQueryBuilder query) {
    return new SealedQuantityPredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  CoordsPredicateBuilder newCoordsPredicateBuilder(SearchQueryBuilder query) {
    return new SealedCoordsPredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  ComboUniqueSearchParameterPredicateBuilder newComboUniqueSearchParameterPredicateBuilder(
      SearchQueryBuilder query) {
    return new SealedUniquePredicateBuilder(query, search());
  }

  @Bean
  @Scope("prototype")
  ComboNonUniqueSearchParameterPredicateBuilder newComboNonUniqueSearchParameterPredicateBuilder(
      SearchQueryBuilder query) {
    return new SealedNonUniquePredicateBuilder(query, search());
  }

  private SealedSearch search() {
    return beans.getBean(SealedSearch.class);
  }
}
