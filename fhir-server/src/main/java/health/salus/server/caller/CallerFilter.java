package health.salus.server.caller;

import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sets the caller of a request from its verified access token. Responses must not be cached: a
 * browser would show them after the access was withdrawn.
 */
public final class CallerFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient Function<HttpServletRequest, Optional<Caller>> caller;

  /**
   * A filter behind the one that authenticates.
   *
   * @param caller who makes a request; empty on public paths, which have no data behind them
   */
  public CallerFilter(Function<HttpServletRequest, Optional<Caller>> caller) {
    this.caller = caller;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    caller
        .apply(request)
        .ifPresent(
            known -> {
              Callers.put(request, known);
              response.setHeader("Cache-Control", "no-store");
            });
    chain.doFilter(request, response);
  }
}
