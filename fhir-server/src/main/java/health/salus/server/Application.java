package health.salus.server;

import health.salus.server.config.Logging;
import health.salus.server.config.ServerConfig;
import health.salus.server.http.HttpServer;
import health.salus.server.http.ServerAddress;
import health.salus.server.models.ModelFiles;
import health.salus.server.part.Background;
import health.salus.server.part.Clinical;
import health.salus.server.part.Closing;
import health.salus.server.part.Doors;
import health.salus.server.part.Gates;
import health.salus.server.part.Policies;
import health.salus.server.part.StartPhases;
import health.salus.server.part.Storage;
import health.salus.smart.server.AuthorizationServer;
import health.salus.storage.setting.StartFailure;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server, put together from five parts in the order in which they are opened; they are closed
 * in the opposite order. No part decides anything.
 */
public final class Application implements AutoCloseable {
  private final Closing closing = new Closing();
  private final Map<String, Servlet> moreServlets;
  private @Nullable Running running;

  /** What runs. */
  private record Running(
      HttpServer http, ServerAddress address, Storage storage, Gates gates, Doors doors) {}

  /** A server as it ships. */
  public Application() {
    this(Map.of());
  }

  /**
   * A server with more than ships, such as the pages of the demo.
   *
   * @param moreServlets path specification to servlet; what needs no token lies under {@code
   *     /demo/}
   */
  public Application(Map<String, Servlet> moreServlets) {
    this.moreServlets = Map.copyOf(moreServlets);
  }

  /**
   * Starts everything; once this returns, requests are answered.
   *
   * @throws StartFailure with one line that says what to do; nothing is left open then
   */
  public void start(ServerConfig config) {
    try {
      running = open(config);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private Running open(ServerConfig config) {
    Logging.use(config.logFormat());
    StartPhases phases = new StartPhases();
    Clock clock = Clock.systemUTC();
    HttpServer http = closing.later(() -> HttpServer.bind(config.server()));
    ServerAddress address = ServerAddress.of(config.server().baseUrl(), http.port());
    ModelFiles models = ModelFiles.read(config.modelFolder(), config.models());
    phases.done("model definitions");

    Storage storage = Storage.open(config, clock, closing, phases);
    Policies policies = Policies.open(config, storage, clock);
    phases.done("policies");
    Gates gates = Gates.open(config, storage, policies, address);
    Clinical clinical = Clinical.open(config, models, storage, address, clock);
    phases.done("gates and models");
    Doors doors =
        Doors.open(
            config, storage, policies, gates, clinical, address, moreServlets, clock, closing);

    phases.done("doors");
    closing.later(() -> http.serve(doors.filters(), doors.servlets()));
    phases.done("socket");
    closing.later(() -> Background.run("warm-up", doors.warmUp(), () -> {}));
    return new Running(http, address, storage, gates, doors);
  }

  private Running running() {
    return Objects.requireNonNull(running, "start() comes first");
  }

  /** The server's address as cards and pages name it: the configured one, or this machine's. */
  public String serverUrl() {
    return running().address().root();
  }

  public int port() {
    return running().http().port();
  }

  /** Users and clients, for the process that starts the server. */
  public AuthorizationServer authorizationServer() {
    return running().doors().authorizationServer();
  }

  /** The FHIR base: the configured one, or as a program on this machine reaches it. */
  public String fhirBase() {
    return running().address().fhirBase();
  }

  /** For tests in this package, which take gates out of the running server. */
  Storage storage() {
    return running().storage();
  }

  /** Likewise. */
  Doors doors() {
    return running().doors();
  }

  @Override
  public void close() {
    closing.close();
  }
}
