package health.salus.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every request an id, the client's own where it is harmless, puts it into the log and sends
 * it back in {@code X-Request-ID}.
 */
public final class RequestIdFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RequestIdFilter.class);
  private static final String HEADER = "X-Request-ID";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    @Nullable String sent = request.getHeader(HEADER);
    String id =
        sent != null && HARMLESS.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    response.setHeader(HEADER, id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    MDC.put("requestId", id);
    try {
      chain.doFilter(new WithId(request, id), response);
    } catch (RuntimeException e) {
      // The message may hold what a client sent; the place says enough.
      StackTraceElement[] frames = e.getStackTrace();
      LOG.error(
          "Request failed: {} at {}", e.getClass().getName(), frames.length == 0 ? "?" : frames[0]);
      response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    } finally {
      MDC.remove("requestId");
    }
  }

  private static final class WithId extends HttpServletRequestWrapper {
    private final String id;

    WithId(HttpServletRequest request, String id) {
      super(request);
      this.id = id;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return HEADER.equalsIgnoreCase(name) ? id : super.getHeader(name);
    }
  }
}
