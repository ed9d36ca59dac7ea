package health.salus.smart.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door while nobody has to log in: only callers on this very machine are served, whatever
 * address the server listens on. Anybody else gets 403 and learns nothing about the path.
 */
public final class LoopbackGate extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackGate.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isLoopback(request.getRemoteAddr())) {
      chain.doFilter(request, response);
      return;
    }
    LOG.warn("Refused a caller from another machine: there is no login yet");
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
  }

  /** Whether this address literal belongs to this machine's loopback; no name is looked up. */
  public static boolean isLoopback(String address) {
    if (!address.matches("[0-9a-fA-F:.%\\[\\]]+")) {
      return address.equals("localhost");
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
