package health.salus.smart.oauth;

import java.util.function.Supplier;

/**
 * Where things are, as clients see them. The root may depend on a port that is known only when the
 * server runs, so it is asked each time.
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
