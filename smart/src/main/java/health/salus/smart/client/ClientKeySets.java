package health.salus.smart.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The public keys of clients: inline, or from their URL. Keys from a URL are cached as long as its
 * server allows. {@link #refreshed} reads them again, at most every ten seconds, so that invented
 * key ids cannot make this server flood others. Thread-safe.
 */
public final class ClientKeySets {
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);
  private static final int MAX_SETS = 1000;

  private final GuardedFetch fetch;
  private final Clock clock;
  private final Cache<String, Kept> kept =
      Caffeine.newBuilder().maximumSize(MAX_SETS).expireAfterWrite(Duration.ofDays(1)).build();

  public ClientKeySets(GuardedFetch fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  JWKSet of(Client client) throws FetchException {
    if (client.jwks().isPresent()) {
      return parse(client.jwks().get());
    }
    Kept known = kept.getIfPresent(url(client));
    boolean fresh = known != null && known.until().isAfter(clock.instant());
    return known != null && fresh ? known.keys() : read(url(client));
  }

  /** The current keys, for a key id that the cached keys lack. */
  JWKSet refreshed(Client client) throws FetchException {
    Kept known = client.jwksUrl().isPresent() ? kept.getIfPresent(url(client)) : null;
    boolean due = known == null || known.read().plus(MIN_INTERVAL).isBefore(clock.instant());
    return client.jwks().isPresent() || (known != null && !due) ? of(client) : read(url(client));
  }

  private JWKSet read(String url) throws FetchException {
    Fetched fetched = fetch.get(url);
    Instant now = clock.instant();
    JWKSet keys = parse(fetched.body());
    kept.put(url, new Kept(keys, now, now.plus(fetched.fresh())));
    return keys;
  }

  private static String url(Client client) throws FetchException {
    return client.jwksUrl().orElseThrow(() -> new FetchException("the client has no keys"));
  }

  private static JWKSet parse(String json) throws FetchException {
    try {
      return JWKSet.parse(json);
    } catch (ParseException e) {
      throw new FetchException("the answer is no JWK set");
    }
  }

  private record Kept(JWKSet keys, Instant read, Instant until) {}
}
