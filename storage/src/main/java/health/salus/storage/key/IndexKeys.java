package health.salus.storage.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.IndexTokens;
import health.salus.interceptors.crypto.KeyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The keys of the search index as this node knows them, which is never longer ago than {@link
 * #MAX_AGE}: a rotation counts on it. Thread-safe.
 */
public final class IndexKeys implements Supplier<List<IndexTokens>> {
  /** How long a change of the keys may stay unknown to a node. */
  public static final Duration MAX_AGE = Duration.ofSeconds(1);

  private static final int MAX_KEYS = 8;

  private final IndexKeyTable table;
  private final KeyRing keys;
  private final Cache<KeyId, IndexTokens> tokens =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).build();
  private volatile View view;

  /** The keys of this database; the first start makes one. */
  public IndexKeys(IndexKeyTable table, KeyRing keys) {
    this.table = table;
    this.keys = keys;
    keys.table().active(KeyPurpose.INDEX, null);
    this.view = read();
  }

  /** Tokens by which the index answers; rows are written with the first. Never empty. */
  @Override
  public List<IndexTokens> get() {
    View known = view;
    return known.isFresh() ? known.tokens : refreshed().tokens;
  }

  private synchronized View refreshed() {
    if (!view.isFresh()) {
      view = read();
    }
    return view;
  }

  private View read() {
    long asked = System.nanoTime(); // before the answer is made, so it is never taken for younger
    List<IndexTokens> all = new ArrayList<>();
    for (KeyId id : table.answering()) {
      all.add(tokens.get(id, this::open));
    }
    if (all.isEmpty()) {
      throw new SealingFailure("There is no key of the search index");
    }
    return new View(List.copyOf(all), asked);
  }

  private IndexTokens open(KeyId id) {
    DataKey key =
        keys.find(id)
            .orElseThrow(() -> new SealingFailure("A key of the search index was destroyed"));
    return keys.tokens(key);
  }

  private record View(List<IndexTokens> tokens, long asked) {
    boolean isFresh() {
      return System.nanoTime() - asked < MAX_AGE.toNanos();
    }
  }
}
