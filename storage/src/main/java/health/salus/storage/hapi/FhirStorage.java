package health.salus.storage.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.provider.ServerCapabilityStatementProvider;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.storage.facts.StoredCodes;
import health.salus.storage.index.SealedMatchUrls;
import health.salus.storage.index.SealedSearchConfiguration;
import health.salus.storage.index.SealedSearchSettings;
import health.salus.storage.sealing.SealedBodies;
import health.salus.storage.sealing.Sealing;
import health.salus.storage.setting.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.BeansException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** HAPI's JPA storage over one data source. Closing it stops its jobs; the pool stays open. */
public final class FhirStorage implements AutoCloseable {
  private final AnnotationConfigApplicationContext beans;

  private FhirStorage(AnnotationConfigApplicationContext beans) {
    this.beans = beans;
  }

  /** Starts the storage on a database whose schema is up to date. */
  public static FhirStorage start(
      FhirConfig config, DataSource dataSource, DataFolder folder, Sealing sealing) {
    AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    beans.addBeanFactoryPostProcessor(LazyQueries::install);
    beans.registerBean(DataSource.class, () -> dataSource);
    beans.registerBean(SealedBodies.class, sealing::bodies);
    beans.registerBean(
        StoredCodes.class, () -> new StoredCodes(sealing.keys().numbers("facts.codes")));
    beans.registerBean(JpaStorageSettings.class, () -> StorageTuning.settings(config));
    beans.registerBean(
        TerminologyIndex.class,
        () -> new TerminologyIndex(folder.path().resolve("terminology-index").toAbsolutePath()));
    beans.register(StorageConfiguration.class);
    Optional<SealedSearchSettings> search = sealing.search();
    if (search.isPresent()) {
      beans.registerBean(SealedSearchSettings.class, search::get);
      beans.register(SealedSearchConfiguration.class);
    }
    refresh(beans);
    FhirStorage storage = new FhirStorage(beans);
    if (search.isPresent()) {
      storage.interceptors().registerInterceptor(storage.bean(SealedMatchUrls.class));
    }
    return storage;
  }

  /** Reports a setting that only the FHIR model can validate like any other invalid setting. */
  private static void refresh(AnnotationConfigApplicationContext beans) {
    try {
      beans.refresh();
    } catch (BeansException e) {
      if (e.getMostSpecificCause() instanceof ConfigException fault) {
        throw fault;
      }
      throw e;
    }
  }

  /** Does the work that the start put off, so that no request has to. */
  public void warmUp() {
    bean(LatePathExtractor.class).prepare();
  }

  public FhirContext fhirContext() {
    return bean(FhirContext.class);
  }

  public DaoRegistry daos() {
    return bean(DaoRegistry.class);
  }

  /** The registry for storage hooks; hooks of the server belong to the RestfulServer's own. */
  public IInterceptorService interceptors() {
    return bean(IInterceptorService.class);
  }

  /** HAPI's interactions and operations over this storage, for a RestfulServer. */
  public List<Object> providers() {
    List<Object> providers =
        new ArrayList<>(
            bean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    providers.add(bean("mySystemProviderR4", JpaSystemProvider.class));
    providers.add(bean(ValueSetOperationProvider.class));
    return providers;
  }

  /** The provider of the CapabilityStatement of a server over this storage. */
  public ServerCapabilityStatementProvider capabilities(RestfulServer server) {
    IFhirSystemDao<?, ?> systemDao = bean("mySystemDaoR4", IFhirSystemDao.class);
    JpaCapabilityStatementProvider provider =
        new JpaCapabilityStatementProvider(
            server,
            systemDao,
            bean(JpaStorageSettings.class),
            bean(ISearchParamRegistry.class),
            bean(IValidationSupport.class));
    provider.setImplementationDescription("Salus");
    return provider;
  }

  public <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return beans.getBean(name, type);
  }

  /** HAPI's repositories, for a test. */
  List<LazyQueries<?, ?, ?>> repositories() {
    List<LazyQueries<?, ?, ?>> found = new ArrayList<>();
    beans.getBeansOfType(LazyQueries.class).values().forEach(found::add);
    return found;
  }

  @Override
  public void close() {
    beans.close();
  }
}
