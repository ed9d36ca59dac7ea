package health.salus.storage.facts;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import health.salus.interceptors.crypto.NumberCipher;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Codes as they lie in {@code salus.access_facts}: encrypted, since whoever has the table could
 * compare them with the hashes of all codes there are. Thread-safe.
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
