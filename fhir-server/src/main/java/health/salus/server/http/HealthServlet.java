package health.salus.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: every check holds; if not, 503
 * and the names of the failed checks.
 */
public final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, BooleanSupplier> checks;

  /**
   * The probes.
   *
   * @param database whether the database answers
   * @param migrations whether its schema is the newest
   */
  public HealthServlet(BooleanSupplier database, BooleanSupplier migrations) {
    checks = new LinkedHashMap<>();
    checks.put("database", database);
    checks.put("migrations", migrations);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    String path = String.valueOf(request.getPathInfo());
    if (path.equals("/live")) {
      write(response, true, "");
      return;
    }
    if (!path.equals("/ready")) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    boolean ready = true;
    StringBuilder states = new StringBuilder();
    for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
      boolean holds = check.getValue().getAsBoolean();
      ready &= holds;
      states.append(",\"%s\":\"%s\"".formatted(check.getKey(), holds ? "up" : "down"));
    }
    write(response, ready, states.toString());
  }

  private static void write(HttpServletResponse response, boolean up, String states)
      throws IOException {
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.getWriter().write("{\"status\":\"%s\"%s}".formatted(up ? "up" : "down", states));
  }
}
