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
 * Refuses callers from other machines with 403, whatever address the server listens on, and reveals
 * nothing about the path. Over plain HTTP, tokens must not cross the network.
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
    LOG.warn("Refused a caller from another machine: only this machine is served over HTTP");
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
