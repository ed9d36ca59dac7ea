package health.salus.server.http;

import org.jspecify.annotations.Nullable;

/**
 * The server's address as cards, pages and tokens name it.
 *
 * @param fhirBase URL of the FHIR base, without a slash at the end
 */
public record ServerAddress(String fhirBase) {
  private static final String FHIR = "/fhir";

  /**
   * The configured address, or this machine's.
   *
   * @param configured the FHIR base as clients reach it, behind a proxy for example
   * @param port where this process listens
   */
  public static ServerAddress of(@Nullable String configured, int port) {
    return new ServerAddress(
        configured == null ? "http://localhost:%d%s".formatted(port, FHIR) : configured);
  }

  /** The address without {@code /fhir}. */
  public String root() {
    return fhirBase.substring(0, fhirBase.length() - FHIR.length());
  }
}
