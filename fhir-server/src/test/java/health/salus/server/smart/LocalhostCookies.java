package health.salus.server.smart;

import java.net.CookieHandler;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cookies as browsers keep them on localhost: one jar per port, and Secure ones are sent there by
 * http, too, which Java's own jar does not do.
 */
final class LocalhostCookies extends CookieHandler {
  private final Map<String, Map<String, String>> jars = new HashMap<>();

  @Override
  public synchronized Map<String, List<String>> get(
      URI uri, Map<String, List<String>> requestHeaders) {
    String cookies =
        jar(uri).entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return cookies.isEmpty() ? Map.of() : Map.of("Cookie", List.of(cookies));
  }

  @Override
  public synchronized void put(URI uri, Map<String, List<String>> responseHeaders) {
    responseHeaders.forEach(
        (name, values) -> {
          if ("Set-Cookie".equalsIgnoreCase(name)) {
            values.forEach(value -> keep(uri, value));
          }
        });
  }

  private void keep(URI uri, String cookie) {
    String pair = cookie.split(";", -1)[0];
    int equals = pair.indexOf('=');
    jar(uri).put(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private Map<String, String> jar(URI uri) {
    return jars.computeIfAbsent(uri.getAuthority(), ignored -> new HashMap<>());
  }
}
