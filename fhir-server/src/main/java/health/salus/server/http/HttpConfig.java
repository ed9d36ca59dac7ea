package health.salus.server.http;

import health.salus.storage.setting.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of the server and the limits of a request.
 *
 * @param host address to bind; anything but loopback is refused while nobody has to log in
 * @param baseUrl the FHIR base as clients see it, when a proxy stands in front
 * @param maxBodyBytes larger request bodies are refused with 413
 * @param gracePeriod how long running requests may take to finish at a stop
 * @param allowedOrigins origins of browser clients (CORS); {@code *} allows any
 */
public record HttpConfig(
    String host,
    int port,
    @Nullable String baseUrl,
    long maxBodyBytes,
    int maxThreads,
    Duration idleTimeout,
    Duration gracePeriod,
    List<String> allowedOrigins) {

  static final long DEFAULT_MAX_BODY_BYTES = 8L << 20;

  public static HttpConfig read(Settings settings) {
    HttpConfig config =
        new HttpConfig(
            settings.text("host", "127.0.0.1"),
            settings.integer("port", 8080, 0, 65_535),
            settings.optionalText("baseUrl"),
            settings.size("maxBodySize", DEFAULT_MAX_BODY_BYTES),
            settings.integer("maxThreads", 64, 8, 1000),
            settings.duration("idleTimeout", Duration.ofMinutes(1)),
            settings.duration("gracePeriod", Duration.ofSeconds(20)),
            settings.texts("allowedOrigins", List.of("*")));
    settings.refuseUnknown();
    return config;
  }

  public HttpConfig withPort(int newPort) {
    return new HttpConfig(
        host, newPort, baseUrl, maxBodyBytes, maxThreads, idleTimeout, gracePeriod, allowedOrigins);
  }
}
