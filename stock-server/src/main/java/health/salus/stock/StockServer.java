package health.salus.stock;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * HAPI's JPA server as the starter project sets it up, in a process of its own. The password of the
 * database comes in the environment, where other users of the machine cannot list it. Runs until
 * the process is stopped.
 */
@Command(name = "stock-server", description = "Serves HAPI's JPA server with starter defaults.")
public final class StockServer implements Callable<Integer> {
  /** The environment variable that holds the database's password. */
  public static final String PASSWORD = "STOCK_DATABASE_PASSWORD";

  @Option(names = "--url", required = true, description = "JDBC URL of its database.")
  private String url = "";

  @Option(names = "--user", required = true, description = "User of its database.")
  private String user = "";

  @Option(
      names = "--pretty-print",
      arity = "1",
      description = "Whether answers are indented, as the starter does by default.")
  private boolean prettyPrint = true;

  private StockServer() {}

  /** Serves on a free port and names it in a line {@code READY http://…/fhir}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StockServer()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    HikariDataSource pool =
        StockSettings.pool(url, user, System.getenv().getOrDefault(PASSWORD, ""));
    AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    beans.registerBean(DataSource.class, () -> pool);
    beans.register(StockConfiguration.class);
    beans.refresh();

    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(servlet(beans)), "/fhir/*");
    server.setHandler(context);
    server.start();

    System.out.println("READY http://localhost:%d/fhir".formatted(connector.getLocalPort()));
    new CountDownLatch(1).await();
    return 0;
  }

  private RestfulServer servlet(AnnotationConfigApplicationContext beans) {
    RestfulServer server = new RestfulServer(beans.getBean(FhirContext.class));
    server.registerProviders(
        beans.getBean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    server.registerProvider(beans.getBean("mySystemProviderR4", JpaSystemProvider.class));
    server.registerProvider(beans.getBean(ValueSetOperationProvider.class));
    server.setServerConformanceProvider(capabilities(server, beans));
    server.setDefaultPrettyPrint(prettyPrint);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.setPagingProvider(paging(beans));
    server.registerInterceptor(new ResponseHighlighterInterceptor());
    server.registerInterceptor(StockSettings.accessLog());
    server.registerInterceptor(new OpenApiInterceptor());
    server.setServerAddressStrategy(new IncomingRequestAddressStrategy());
    return server;
  }

  private static DatabaseBackedPagingProvider paging(AnnotationConfigApplicationContext beans) {
    DatabaseBackedPagingProvider paging = beans.getBean(DatabaseBackedPagingProvider.class);
    paging.setDefaultPageSize(StockSettings.DEFAULT_PAGE_SIZE);
    paging.setMaximumPageSize(Integer.MAX_VALUE);
    return paging;
  }

  private static JpaCapabilityStatementProvider capabilities(
      RestfulServer server, AnnotationConfigApplicationContext beans) {
    return new JpaCapabilityStatementProvider(
        server,
        beans.getBean("mySystemDaoR4", IFhirSystemDao.class),
        beans.getBean(JpaStorageSettings.class),
        beans.getBean(ISearchParamRegistry.class),
        beans.getBean(IValidationSupport.class));
  }
}
