package health.salus.server.fhir;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.server.config.FhirConfig;
import health.salus.server.storage.FhirStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts HAPI's RestfulServer together over the storage. */
public final class FhirServlet {
  private FhirServlet() {}

  /**
   * A server that answers from this storage.
   *
   * @param interceptors hooks of the server, in the order in which they run
   * @param providers operations of our own
   */
  public static RestfulServer over(
      FhirStorage storage,
      FhirConfig config,
      @Nullable String baseUrl,
      List<Object> interceptors,
      List<Object> providers) {
    RestfulServer server = new RestfulServer(storage.fhirContext());
    interceptors.forEach(server::registerInterceptor);
    server.registerProviders(
        storage.bean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    server.registerProvider(storage.bean("mySystemProviderR4", JpaSystemProvider.class));
    server.registerProvider(storage.bean(ValueSetOperationProvider.class));
    server.registerProviders(providers);
    server.setServerConformanceProvider(capabilities(server, storage));
    server.setDefaultPageSize(config.defaultPageSize());
    server.setMaximumPageSize(config.maxPageSize());
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.setDefaultPreferReturn(PreferReturnEnum.REPRESENTATION);
    server.setServerAddressStrategy(
        baseUrl == null
            ? new IncomingRequestAddressStrategy()
            : new HardcodedServerAddressStrategy(baseUrl));
    return server;
  }

  private static JpaCapabilityStatementProvider capabilities(
      RestfulServer server, FhirStorage storage) {
    IFhirSystemDao<?, ?> systemDao = storage.bean("mySystemDaoR4", IFhirSystemDao.class);
    JpaCapabilityStatementProvider provider =
        new JpaCapabilityStatementProvider(
            server,
            systemDao,
            storage.bean(JpaStorageSettings.class),
            storage.bean(ISearchParamRegistry.class),
            storage.bean(IValidationSupport.class));
    provider.setImplementationDescription("Salus");
    return provider;
  }
}
