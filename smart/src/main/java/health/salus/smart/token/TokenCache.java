package health.salus.smart.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import health.salus.smart.revocation.Revoked;
import health.salus.smart.seal.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Caches valid tokens by the SHA-256 of their secret, for at most a minute. While notices of
 * revocations cannot arrive, the cache is not used. A lookup that began before a revocation and
 * ends after it is not cached. Thread-safe.
 */
public final class TokenCache implements TokenVerifier {
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final int MAX_TOKENS = 20_000;

  private final TokenVerifier behind;
  private final Clock clock;
  private final Cache<String, AccessToken> tokens;
  private final AtomicLong revocations = new AtomicLong();
  private volatile boolean bypassed = true;

  public TokenCache(TokenVerifier behind, Clock clock, Ticker ticker) {
    this.behind = behind;
    this.clock = clock;
    this.tokens =
        Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .executor(Runnable::run) // waking another thread costs more than its upkeep
            .ticker(ticker)
            .expireAfter(Expiry.<String, AccessToken>creating((key, token) -> timeToKeep(token)))
            .build();
  }

  @Override
  public Optional<AccessToken> verify(String token) {
    if (bypassed) {
      return behind.verify(token);
    }
    String key = Secrets.fingerprint(token);
    AccessToken known = tokens.getIfPresent(key);
    if (known != null && known.expires().isAfter(clock.instant())) {
      return Optional.of(known);
    }
    long before = revocations.get();
    Optional<AccessToken> found = behind.verify(token);
    found.ifPresent(good -> keep(key, good, before));
    return found;
  }

  /** Drops the tokens that a revocation concerns. */
  public void forget(Revoked revoked) {
    revocations.incrementAndGet();
    tokens.asMap().values().removeIf(token -> concerns(revoked, token));
  }

  /** Bypasses the cache until {@link #trust()}. */
  void bypass() {
    bypassed = true;
    revocations.incrementAndGet();
    tokens.invalidateAll();
  }

  /** Uses the cache again, because notices of revocations arrive. */
  void trust() {
    bypassed = false;
  }

  private void keep(String key, AccessToken token, long before) {
    tokens.put(key, token);
    if (revocations.get() != before) {
      tokens.invalidate(key);
    }
  }

  private Duration timeToKeep(AccessToken token) {
    Duration left = Duration.between(clock.instant(), token.expires());
    return left.isNegative() ? Duration.ZERO : left.compareTo(TTL) < 0 ? left : TTL;
  }

  private static boolean concerns(Revoked revoked, AccessToken token) {
    return switch (revoked.kind()) {
      case GRANT -> token.grantId().equals(revoked.id());
      case USER -> token.user().filter(revoked.id()::equals).isPresent();
      case CLIENT -> token.clientId().equals(revoked.id());
    };
  }
}
