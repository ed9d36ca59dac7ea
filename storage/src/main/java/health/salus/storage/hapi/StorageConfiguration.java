package health.salus.storage.hapi;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.IResourceMetadataExtractorSvc;
import ca.uhn.fhir.jpa.dao.MatchResourceUrlService;
import ca.uhn.fhir.jpa.dao.ResourceHistoryCalculator;
import ca.uhn.fhir.jpa.dao.SentBodyHistoryCalculator;
import ca.uhn.fhir.jpa.dao.TransactionProcessor;
import ca.uhn.fhir.jpa.dao.data.IResourceHistoryTableDao;
import ca.uhn.fhir.jpa.esr.ExternallyStoredResourceServiceRegistry;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.partition.IPartitionLookupSvc;
import ca.uhn.fhir.jpa.search.BatchResourceLoader;
import ca.uhn.fhir.jpa.search.HapiHSearchAnalysisConfigurers.HapiLuceneAnalysisConfigurer;
import ca.uhn.fhir.jpa.search.builder.QueryStack;
import ca.uhn.fhir.jpa.search.builder.predicate.ResourceIdPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.predicate.ResourceLinkPredicateBuilder;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.util.IMetaTagSorter;
import health.salus.interceptors.auth.AccessRules;
import health.salus.storage.facts.StoredCodes;
import health.salus.storage.index.PrefetchPhase;
import health.salus.storage.narrowing.AccessSql;
import health.salus.storage.narrowing.ChainCheck;
import health.salus.storage.narrowing.HopFilters;
import health.salus.storage.narrowing.HopPredicates;
import health.salus.storage.narrowing.NarrowedIdPredicateBuilder;
import health.salus.storage.narrowing.NarrowedLinkPredicateBuilder;
import health.salus.storage.narrowing.TokenForms;
import health.salus.storage.sealing.SealedBodies;
import health.salus.storage.sealing.SealedResources;
import health.salus.storage.sealing.SealedRows;
import health.salus.storage.sealing.SealingListener;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * The beans that HAPI's JPA server asks of its host. The data source and the {@link
 * JpaStorageSettings} are registered by {@link FhirStorage} before this class is read.
 */
@Configuration
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionChannelConfig.class,
  ThreadPoolFactoryConfig.class
})
class StorageConfiguration {
  private final BeanFactory beans;

  StorageConfiguration(BeanFactory beans) {
    this.beans = beans;
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      ConfigurableListableBeanFactory beans,
      FhirContext fhirContext,
      JpaStorageSettings settings,
      DataSource dataSource,
      TerminologyIndex index) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhirContext, settings);
    factory.setPersistenceUnitName("HAPI_PU");
    factory.setDataSource(dataSource);
    factory.setJpaProperties(hibernateProperties(index));
    return factory;
  }

  /** HAPI looks the transaction manager up by this very name. */
  @Bean
  @Primary
  JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
    return new JpaTransactionManager(entityManagerFactory);
  }

  /** Replaces HAPI's bean of this name: the definitions of FHIR are read after the start. */
  @Bean
  LatePathExtractor searchParamExtractor() {
    return new LatePathExtractor();
  }

  /** Replaces HAPI's bean of this name: what is stored is what was sent. */
  @Bean
  ResourceHistoryCalculator resourceHistoryCalculator(
      FhirContext fhirContext, SealedBodies bodies) {
    return new SentBodyHistoryCalculator(fhirContext, bodies);
  }

  /** Replaces HAPI's bean of this name: what was stored travels with what was parsed. */
  @Bean
  IJpaStorageResourceParser jpaStorageResourceParser(
      FhirContext fhirContext, IResourceHistoryTableDao versions, SealedBodies bodies) {
    return new StoredBodyParser(new SealedRows(fhirContext, bodies.losses()), versions);
  }

  /** Replaces HAPI's bean of this name: the same for pages. */
  @Bean
  BatchResourceLoader batchResourceLoader(
      FhirContext fhirContext,
      IResourceMetadataExtractorSvc metadata,
      IJpaStorageResourceParser parser,
      ExternallyStoredResourceServiceRegistry external,
      IMetaTagSorter tagSorter,
      IPartitionLookupSvc partitions,
      SealedBodies bodies) {
    return new StoredBodyLoader(
        fhirContext,
        metadata,
        parser,
        external,
        tagSorter,
        partitions,
        new SealedRows(fhirContext, bodies.losses()));
  }

  /** Replaces HAPI's bean of this name: to HAPI, what is sealed is stored elsewhere. */
  @Bean("ExternallyStoredResourceServiceRegistry")
  ExternallyStoredResourceServiceRegistry externallyStoredResources(
      FhirContext fhirContext, SealedBodies bodies) {
    ExternallyStoredResourceServiceRegistry registry =
        new ExternallyStoredResourceServiceRegistry();
    SealedResources.of(fhirContext, bodies).forEach(registry::registerProvider);
    return registry;
  }

  @Bean
  SealingListener sealingListener(EntityManagerFactory entityManagerFactory, SealedBodies bodies) {
    return SealingListener.register(entityManagerFactory, bodies);
  }

  @Bean
  MatchUrlLocks matchUrlLocks(
      EntityManager entityManager, MatchUrlService matchUrls, FhirContext fhirContext) {
    return new MatchUrlLocks(entityManager, matchUrls, fhirContext);
  }

  /** Replaces HAPI's bean of this name: conditional writes are exact. */
  @Bean
  MatchResourceUrlService<?> matchResourceUrlService(
      MatchUrlLocks locks, PrefetchPhase prefetch, FhirContext fhirContext) {
    return new ExactMatchUrlService(locks, prefetch, fhirContext);
  }

  /** Replaces HAPI's bean of this name: conditional writes of transactions are exact too. */
  @Bean
  TransactionProcessor transactionProcessor(
      MatchUrlLocks locks, EntryGate gate, PrefetchPhase prefetch) {
    return new ExactTransactionProcessor(locks, gate, prefetch);
  }

  @Bean
  EntryGate entryGate() {
    return new EntryGate();
  }

  @Bean
  AccessRules accessRules(FhirContext fhirContext) {
    return new AccessRules(fhirContext);
  }

  @Bean
  PrefetchPhase prefetchPhase() {
    return new PrefetchPhase();
  }

  @Bean
  TokenForms tokenForms() {
    return TokenForms.PLAIN;
  }

  @Bean
  ChainCheck chainCheck() {
    return ChainCheck.NONE;
  }

  @Bean
  AccessSql accessSql(
      AccessRules rules,
      IIdHelperService<JpaPid> ids,
      PartitionSettings partitions,
      TokenForms forms,
      StoredCodes codes) {
    return new AccessSql(rules.compartment(), ids, partitions, forms, codes);
  }

  @Bean
  HopFilters hopFilters(
      AccessRules rules, AccessSql sql, ISearchParamRegistry registry, FhirContext fhirContext) {
    return new HopFilters(rules, sql, registry, fhirContext);
  }

  @Bean
  HopPredicates hopPredicates(
      HopFilters filters,
      JpaStorageSettings settings,
      PartitionSettings partitions,
      ISearchParamRegistry registry,
      FhirContext fhirContext) {
    return new HopPredicates(filters, settings, partitions, registry, fhirContext);
  }

  /**
   * Replaces HAPI's bean of this name: every search takes the rights of its caller into its SQL.
   */
  @Bean
  @Scope("prototype")
  ResourceIdPredicateBuilder newResourceIdPredicateBuilder(SearchQueryBuilder query) {
    return new NarrowedIdPredicateBuilder(
        query, beans.getBean(AccessSql.class), beans.getBean(HopPredicates.class));
  }

  /** Replaces HAPI's bean of this name: a chain looks only through what its caller may search. */
  @Bean
  @Scope("prototype")
  ResourceLinkPredicateBuilder newResourceLinkPredicateBuilder(
      QueryStack stack, SearchQueryBuilder query) {
    return new NarrowedLinkPredicateBuilder(
        stack, query, beans.getBean(HopFilters.class), beans.getBean(ChainCheck.class));
  }

  private static Properties hibernateProperties(TerminologyIndex index) {
    Properties properties = new Properties();
    properties.put("hibernate.dialect", HapiFhirPostgresDialect.class.getName());
    properties.put("hibernate.hbm2ddl.auto", "none");
    // HAPI looks concepts of stored code systems up in an index; it holds no patient data, because
    // full-text indexing of resources is off (StorageTuning).
    properties.put("hibernate.search.enabled", "true");
    properties.put("hibernate.search.backend.type", "lucene");
    properties.put("hibernate.search.backend.lucene_version", "LUCENE_CURRENT");
    properties.put(
        "hibernate.search.backend.analysis.configurer",
        HapiLuceneAnalysisConfigurer.class.getName());
    properties.put("hibernate.search.backend.directory.type", "local-filesystem");
    properties.put("hibernate.search.backend.directory.root", index.folder().toString());
    // All entities are known, so nothing need be found by reading whole jars.
    properties.put(
        "hibernate.search.mapping.discover_annotated_types_from_root_mapping_annotations", "false");
    properties.put("hibernate.search.mapping.build_missing_discovered_jandex_indexes", "false");
    properties.put("hibernate.jdbc.batch_size", "64");
    properties.put("hibernate.cache.use_query_cache", "false");
    properties.put("hibernate.cache.use_second_level_cache", "false");
    properties.put("hibernate.cache.use_structured_entries", "false");
    properties.put("hibernate.format_sql", "false");
    properties.put("hibernate.show_sql", "false");
    properties.put("hibernate.boot.allow_jdbc_metadata_access", "false");
    // The pool hands out connections without auto-commit, so Hibernate need not ask for it first.
    properties.put("hibernate.connection.provider_disables_autocommit", "true");
    return properties;
  }
}
