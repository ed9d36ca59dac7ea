package health.salus.server;

import ca.uhn.fhir.rest.server.RestfulServer;
import health.salus.server.config.ServerConfig;
import health.salus.server.fhir.FhirServlet;
import health.salus.server.http.HealthServlet;
import health.salus.server.http.HttpServer;
import health.salus.server.http.RequestIdFilter;
import health.salus.server.storage.DataFolder;
import health.salus.server.storage.Database;
import health.salus.server.storage.FhirStorage;
import health.salus.server.storage.SchemaMigration;
import jakarta.servlet.Servlet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The server, put together. Read the constructor from top to bottom. */
public final class Application implements AutoCloseable {
  private final DataFolder folder;
  private final Database database;
  private final FhirStorage storage;
  private final HttpServer http;

  public Application(ServerConfig config) {
    folder = DataFolder.take(config.data());
    database = Database.open(config.database(), folder);
    new SchemaMigration(database.migrationDataSource()).migrate();
    storage = FhirStorage.start(config.fhir(), database.dataSource());

    RestfulServer fhir =
        FhirServlet.over(storage, config.fhir(), config.server().baseUrl(), List.of(), List.of());

    Map<String, Servlet> servlets = new LinkedHashMap<>();
    servlets.put("/fhir/*", fhir);
    servlets.put("/health/*", new HealthServlet(Map.of()));
    http = HttpServer.start(config.server(), List.of(new RequestIdFilter()), servlets);
  }

  public int port() {
    return http.port();
  }

  public String fhirBase() {
    return "http://localhost:%d/fhir".formatted(port());
  }

  @Override
  public void close() {
    http.close();
    storage.close();
    database.close();
    folder.close();
  }

  public static void main(String[] args) throws InterruptedException {
    long start = System.currentTimeMillis();
    Application application =
        new Application(
            ServerConfig.read(
                java.nio.file.Path.of("config/salus.yaml"),
                java.nio.file.Path.of(args[0]),
                System::getenv));
    Runtime.getRuntime().addShutdownHook(new Thread(application::close));
    System.out.println(
        "READY " + application.fhirBase() + " " + (System.currentTimeMillis() - start));
    Thread.currentThread().join();
  }
}
