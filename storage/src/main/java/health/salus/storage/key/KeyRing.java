package health.salus.storage.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Suppliers;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.IndexTokens;
import health.salus.interceptors.crypto.KeyId;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.NumberCipher;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The keys of sealed storage, unwrapped for a few minutes at most. A key that leaves the cache is
 * not wiped, because a request may still use it. Thread-safe.
 */
public final class KeyRing {
  private static final int MAX_KEYS = 20_000;
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** How long a node may seal under a key that another node has retired or destroyed. */
  public static final Duration ACTIVE_MAX_AGE = Duration.ofSeconds(1);

  private final KeyStoreTable table;
  private final CryptoProvider provider;
  private final Runnable forgetUsed;
  private final Cache<KeyId, DataKey> keys =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(MAX_AGE).build();

  /** For new resources; the empty text stands for the deployment. */
  private final Cache<String, Active> active =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(MAX_AGE).build();

  private final Supplier<Long> changes;

  /**
   * The keys in this database.
   *
   * @param dataSource connections of its own that commit each statement: a request that holds a
   *     connection asks for a key, so sharing a pool could end in everybody waiting
   * @param forgetUsed lets go of keys that were used
   */
  public KeyRing(
      DataSource dataSource,
      KeyStoreTable.NewestWrapping wrapping,
      CryptoProvider provider,
      Runnable forgetUsed)
      throws KeyUnavailable {
    this.table = new KeyStoreTable(dataSource, wrapping, provider);
    this.changes =
        Suppliers.memoizeWithExpiration(
            table::changes, ACTIVE_MAX_AGE.toMillis(), TimeUnit.MILLISECONDS);
    this.provider = provider;
    this.forgetUsed = forgetUsed;
  }

  /** The key for new resources of a patient, or for those that are nobody's. */
  public DataKey active(Optional<String> patient) {
    String owner = patient.orElse("");
    long now = changes.get(); // before the key is asked for, so it is never taken for newer
    Active known = active.get(owner, asked -> ask(asked, now));
    if (known.changes() != now) {
      known = ask(owner, now);
      active.put(owner, known);
    }
    return known.key();
  }

  private Active ask(String owner, long now) {
    return new Active(
        owner.isEmpty()
            ? table.active(KeyPurpose.DEPLOYMENT, null)
            : table.active(KeyPurpose.PATIENT, owner),
        now);
  }

  /**
   * A key for new resources.
   *
   * @param changes how often keys were retired or destroyed before it was asked for
   */
  private record Active(DataKey key, long changes) {}

  /** A key that an envelope names; none if it was destroyed or never was. */
  public Optional<DataKey> find(KeyId id) {
    @Nullable DataKey known = keys.getIfPresent(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<DataKey> found = Optional.ofNullable(table.find(Set.of(id)).get(id));
    found.ifPresent(key -> keys.put(id, key));
    return found;
  }

  /** Whether an unavailable key is damaged rather than destroyed. */
  public boolean isThere(KeyId id) {
    return table.isThere(id);
  }

  /** Gets several keys in one query, for a page. */
  public void prepare(Collection<KeyId> ids) {
    Set<KeyId> missing =
        ids.stream()
            .filter(id -> keys.getIfPresent(id) == null)
            .collect(Collectors.toUnmodifiableSet());
    if (!missing.isEmpty()) {
      keys.putAll(table.find(missing));
    }
  }

  /** The underlying table, for the administration of keys. */
  public KeyStoreTable table() {
    return table;
  }

  /** Clears all caches, because a key was retired or destroyed. */
  public void forget() {
    active.invalidateAll();
    keys.invalidateAll();
    forgetUsed.run();
  }

  /** Keyed digests of bodies. */
  public IndexTokens digests() {
    return tokens(KeyPurpose.DIGEST);
  }

  /** Numbers under the key of digests, which is never rotated. */
  public NumberCipher numbers(String scope) {
    return new NumberCipher(table.active(KeyPurpose.DIGEST, null).secret(), scope, provider);
  }

  private IndexTokens tokens(KeyPurpose purpose) {
    return tokens(table.active(purpose, null));
  }

  /** Tokens under one key. */
  IndexTokens tokens(DataKey key) {
    return new IndexTokens(key.secret(), provider);
  }
}
