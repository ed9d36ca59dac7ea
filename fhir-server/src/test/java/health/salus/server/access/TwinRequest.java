package health.salus.server.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for two servers.
 *
 * @param kind what it tries, for the report
 * @param reads whether it changes nothing, so that an administrator may send it too
 */
record TwinRequest(
    String kind,
    boolean reads,
    String method,
    String path,
    @Nullable String body,
    List<String> headers) {
  TwinRequest {
    headers = List.copyOf(headers);
  }

  static TwinRequest get(String kind, String path) {
    return new TwinRequest(kind, true, "GET", path, null, List.of());
  }

  static TwinRequest ask(String kind, String path, String body) {
    return new TwinRequest(kind, true, "POST", path, body, List.of());
  }

  static TwinRequest form(String kind, String path, String form) {
    return new TwinRequest(
        kind,
        true,
        "POST",
        path,
        form,
        List.of("Content-Type", "application/x-www-form-urlencoded"));
  }

  static TwinRequest write(
      String kind, String method, String path, @Nullable String body, String... headers) {
    return new TwinRequest(kind, false, method, path, body, List.of(headers));
  }

  /** The headers of the test's HTTP client, with this access token. */
  String[] headers(String token) {
    List<String> all = new ArrayList<>(headers);
    all.add("Authorization");
    all.add(token);
    return all.toArray(String[]::new);
  }
}
