package health.salus.smart.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * A rate limit: a number of attempts per key, refilled evenly over a time. Keys unused for twice
 * that time are removed. Each node counts separately. Thread-safe.
 */
public final class AttemptLimits {
  private static final int MAX_KEYS = 50_000;

  private final int attempts;
  private final Duration refill;
  private final Cache<String, Bucket> buckets;

  /** Allows that many attempts at once, and as many again within the time. */
  public AttemptLimits(int attempts, Duration refill) {
    this.attempts = attempts;
    this.refill = refill;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterAccess(refill.multipliedBy(2))
            .build();
  }

  /** Takes one attempt; false when none is left. */
  public boolean allow(String key) {
    return bucket(key).tryConsume(1);
  }

  /** Returns an attempt after a success. */
  void giveBack(String key) {
    bucket(key).addTokens(1);
  }

  private Bucket bucket(String key) {
    return buckets.get(
        key,
        ignored ->
            Bucket.builder()
                .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, refill))
                .build());
  }
}
