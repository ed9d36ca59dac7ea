package health.salus.server.http;

import health.salus.storage.setting.StartFailure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with our filters and servlets. A stop lets running requests finish. */
public final class HttpServer implements AutoCloseable {
  private static final int HEADER_BYTES = 64 * 1024;
  private static final long STOP_IDLE_MILLIS = 2000;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;

  private HttpServer(HttpConfig config, Server server, ServerConnector connector) {
    this.config = config;
    this.server = server;
    this.connector = connector;
  }

  /**
   * Takes the port. Connections wait until {@link #serve} is called.
   *
   * @throws StartFailure if the port is taken
   */
  public static HttpServer bind(HttpConfig config) {
    QueuedThreadPool threads = new QueuedThreadPool(config.maxThreads());
    threads.setName("http");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    // Otherwise a value counts as an earlier one of the same connection that differs in case only.
    http.setHeaderCacheCaseSensitive(true);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.idleTimeout().toMillis());
    // At a stop, a connection on which nothing moves for this long is closed.
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw new StartFailure(reason(e, config), e);
    }
    return new HttpServer(config, server, connector);
  }

  /**
   * Starts to answer.
   *
   * @param filters run on every path, in this order
   * @param servlets path specification to servlet
   * @return this, which stops to answer when it is closed
   */
  public HttpServer serve(List<Filter> filters, Map<String, Servlet> servlets) {
    ServletContextHandler context = new ServletContextHandler("/");
    for (Filter filter : filters) {
      context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
    server.setHandler(new GracefulHandler(crossOrigin(config, context)));
    server.setErrorHandler(new PlainErrors());
    context.setErrorHandler(new PlainServletErrors());
    server.setStopTimeout(config.gracePeriod().toMillis());
    try {
      server.start();
    } catch (Exception e) { // Jetty's own signature
      throw new StartFailure(reason(e, config), e);
    }
    return this;
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
      connector.close(); // also if it was never started
    } catch (Exception e) { // Jetty's own signature
      throw new IllegalStateException("The HTTP server did not stop in order", e);
    }
  }

  private static CrossOriginHandler crossOrigin(HttpConfig config, ServletContextHandler context) {
    CrossOriginHandler handler = new CrossOriginHandler();
    handler.setAllowedOriginPatterns(
        config.allowedOrigins().contains("*")
            ? Set.of("*")
            : Set.copyOf(
                config.allowedOrigins().stream().map(java.util.regex.Pattern::quote).toList()));
    handler.setAllowCredentials(false);
    handler.setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
    handler.setAllowedHeaders(
        Set.of(
            "Accept",
            "Authorization",
            "Content-Type",
            "DPoP",
            "If-Match",
            "If-Modified-Since",
            "If-None-Exist",
            "If-None-Match",
            "Prefer",
            "X-Request-ID"));
    handler.setExposedHeaders(
        Set.of(
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Location",
            "WWW-Authenticate",
            "X-Request-ID"));
    handler.setPreflightMaxAge(Duration.ofMinutes(10));
    handler.setDeliverPreflightRequests(false);
    handler.setHandler(context);
    return handler;
  }

  private static String reason(Exception failure, HttpConfig config) {
    if ((failure instanceof IOException && failure.getCause() instanceof BindException)
        || failure instanceof BindException) {
      return "Port %d on %s is taken. Stop what listens there, or choose another with --port."
          .formatted(config.port(), config.host());
    }
    return "The HTTP server does not start: " + failure.getMessage();
  }
}
