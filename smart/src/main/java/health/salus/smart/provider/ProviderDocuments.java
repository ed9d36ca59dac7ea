package health.salus.smart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Discovery document and keys of the provider, cached for an hour. Keys are read again for an
 * unknown key id, but not more often than every ten seconds. Thread-safe.
 */
final class ProviderDocuments {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

  private final String issuer;
  private final ProviderHttp http;
  private final Clock clock;
  private volatile @Nullable Kept kept;

  ProviderDocuments(String issuer, ProviderHttp http, Clock clock) {
    this.issuer = issuer;
    this.http = http;
    this.clock = clock;
  }

  /** An endpoint's URL by its name in the discovery document. */
  String endpoint(String name) {
    String url = current().discovery().path(name).asText();
    if (url.isEmpty()) {
      throw new ProviderException("the provider has no " + name);
    }
    return url;
  }

  JWKSet keys() {
    return current().keys();
  }

  /** For a key id that {@link #keys} lacks. */
  JWKSet refreshedKeys() {
    Kept known = current();
    return known.read().plus(MIN_INTERVAL).isBefore(clock.instant()) ? read().keys() : known.keys();
  }

  private Kept current() {
    Kept known = kept;
    return known != null && known.read().plus(FRESH).isAfter(clock.instant()) ? known : read();
  }

  private Kept read() {
    JsonNode discovery = http.get(issuer + "/.well-known/openid-configuration");
    if (!issuer.equals(discovery.path("issuer").asText())) {
      throw new ProviderException("the provider's discovery document names another issuer");
    }
    try {
      JWKSet keys = JWKSet.parse(http.get(discovery.path("jwks_uri").asText()).toString());
      Kept fresh = new Kept(clock.instant(), discovery, keys);
      kept = fresh;
      return fresh;
    } catch (ParseException | IllegalArgumentException e) {
      throw new ProviderException("the provider's keys cannot be read");
    }
  }

  private record Kept(Instant read, JsonNode discovery, JWKSet keys) {}
}
