package health.salus.storage.index;

import java.util.function.Supplier;

/**
 * Whether this thread looks up many match URLs of a transaction at once. HAPI announces each of
 * them like a search, but makes no SQL of the parameters: it takes their hashes. The announcement
 * does not tell which of both it is. Thread-safe.
 */
public final class PrefetchPhase {
  private final ThreadLocal<Boolean> on = new ThreadLocal<>();

  public boolean isOn() {
    return on.get() != null;
  }

  public void during(Runnable lookup) {
    on.set(true);
    try {
      lookup.run();
    } finally {
      on.remove();
    }
  }

  /** A search that the lookup makes for a URL which it cannot take the hash of. */
  public <T> T suspended(Supplier<T> search) {
    if (!isOn()) {
      return search.get();
    }
    on.remove();
    try {
      return search.get();
    } finally {
      on.set(true);
    }
  }
}
