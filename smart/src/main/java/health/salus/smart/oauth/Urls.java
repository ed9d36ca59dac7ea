package health.salus.smart.oauth;

import java.util.function.Supplier;

/**
 * The addresses of this server, as clients see them. The root is read each time, because its port
 * may be known only when the server runs.
 */
public record Urls(Supplier<String> root) {
  public String issuer() {
    return root.get();
  }

  public String fhirBase() {
    return root.get() + "/fhir";
  }

  public String at(String path) {
    return root.get() + path;
  }

  public String token() {
    return at("/oauth/token");
  }

  /** Whether this server is reached over TLS, so that cookies may demand it. */
  public boolean secure() {
    return root.get().startsWith("https:");
  }
}
