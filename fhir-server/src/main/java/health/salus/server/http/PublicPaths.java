package health.salus.server.http;

import health.salus.smart.server.AuthorizationServer;
import health.salus.smart.token.AuthenticationFilter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The paths that are served without a token, because no data of patients lies behind them. */
public final class PublicPaths {
  private static final List<String> OURS =
      List.of(
          "/fhir/metadata",
          "/fhir/api-docs",
          "/fhir/swagger-ui/",
          "/health/",
          "/metrics",
          "/demo/");

  private PublicPaths() {}

  /** Paths of the authorization server, of this server, and the home page. */
  public static Predicate<String> all() {
    return AuthenticationFilter.paths(
            Stream.concat(AuthorizationServer.PUBLIC_PATHS.stream(), OURS.stream()).toList())
        .or("/"::equals);
  }
}
