package health.salus.smart.oauth;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Serves an endpoint for programs: one handler per HTTP method, and refusals in the format of RFC
 * 6749.
 */
public final class ProgramServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Handler> handlers;

  /** Answers one request, or throws an {@link OAuthException}. */
  @FunctionalInterface
  public interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /** {@code handlers} are keyed by HTTP method. */
  public ProgramServlet(Map<String, Handler> handlers) {
    this.handlers = Map.copyOf(handlers);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Handler handler = handlers.get(request.getMethod());
    if (handler == null) {
      response.setHeader("Allow", String.join(", ", handlers.keySet()));
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    try {
      handler.handle(request, response);
    } catch (OAuthException e) {
      JsonAnswer.error(response, e);
    }
  }
}
