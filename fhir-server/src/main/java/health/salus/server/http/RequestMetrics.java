package health.salus.server.http;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Times every request by method, status and first part of the path; never by patient or value. */
public final class RequestMetrics extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient PrometheusMeterRegistry registry;

  public RequestMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      Timer.builder("http.server.requests")
          .tag("method", method(request))
          .tag("status", Integer.toString(response.getStatus()))
          .tag("area", area(request.getRequestURI()))
          .register(registry)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static String method(HttpServletRequest request) {
    return switch (request.getMethod()) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> request.getMethod();
      default -> "other";
    };
  }

  private static String area(String path) {
    if (path.startsWith("/fhir")) {
      return "fhir";
    }
    return path.startsWith("/cds-services") ? "cds-hooks" : "other";
  }
}
