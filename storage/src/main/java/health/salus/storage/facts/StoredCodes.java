package health.salus.storage.facts;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import health.salus.interceptors.crypto.NumberCipher;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Codes as stored in {@code salus.access_facts}. They are encrypted, because a reader of the table
 * could otherwise compare them with the hashes of all known codes. Thread-safe.
 */
public final class StoredCodes {
  private static final int MAX_CODES = 100_000;

  private final LoadingCache<Long, Long> stored;
  private final LoadingCache<Long, Long> plain;

  public StoredCodes(NumberCipher cipher) {
    this.stored = Caffeine.newBuilder().maximumSize(MAX_CODES).build(cipher::encrypt);
    this.plain = Caffeine.newBuilder().maximumSize(MAX_CODES).build(cipher::decrypt);
  }

  /** For the table, in the order of what is stored. */
  public Long[] stored(Collection<Long> codes) {
    return codes.stream().map(stored::get).sorted().toArray(Long[]::new);
  }

  /** From the table. */
  Set<Long> plain(Long[] codes) {
    return Arrays.stream(codes).map(plain::get).collect(Collectors.toUnmodifiableSet());
  }
}
