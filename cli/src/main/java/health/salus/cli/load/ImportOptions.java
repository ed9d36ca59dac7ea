package health.salus.cli.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How and where to import.
 *
 * @param base the FHIR base URL, without a slash at its end
 * @param stateFolder remembers what was acknowledged. It belongs to the data of one server: if
 *     these are wiped, so must it be
 * @param maxEntries a bundle with more entries is cut
 * @param attempts how often a part is sent before it counts as failed
 * @param backOff wait before the second attempt; doubles from then on
 * @param bearerToken asked before each request
 */
public record ImportOptions(
    URI base,
    Path stateFolder,
    int connections,
    int maxEntries,
    int attempts,
    Duration backOff,
    Supplier<Optional<String>> bearerToken) {

  public ImportOptions {
    require(!base.toString().endsWith("/"), "base must not end with a slash but is " + base);
    require(connections > 0, "connections must be positive but is " + connections);
    require(maxEntries > 0, "maxEntries must be positive but is " + maxEntries);
    require(attempts > 0, "attempts must be positive but is " + attempts);
    require(!backOff.isNegative(), "backOff must not be negative but is " + backOff);
  }

  /** Four connections, bundles of 400 entries, six attempts from half a second on, no token. */
  public static ImportOptions defaults(URI base, Path stateFolder) {
    return new ImportOptions(base, stateFolder, 4, 400, 6, Duration.ofMillis(500), Optional::empty);
  }

  /** The same, signed in. */
  public ImportOptions withBearerToken(Supplier<Optional<String>> token) {
    return new ImportOptions(base, stateFolder, connections, maxEntries, attempts, backOff, token);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
