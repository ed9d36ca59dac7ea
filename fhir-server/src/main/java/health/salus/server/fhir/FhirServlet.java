package health.salus.server.fhir;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import health.salus.storage.hapi.FhirConfig;
import health.salus.storage.hapi.FhirStorage;
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
    server.registerProviders(storage.providers());
    server.registerProviders(providers);
    server.setServerConformanceProvider(storage.capabilities(server));
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
}
