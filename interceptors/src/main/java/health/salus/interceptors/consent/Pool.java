package health.salus.interceptors.consent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one of equal values, so that the tables of a million patients who signed the same forms
 * hold them once. It forgets all when it is full; the common ones soon come back. Thread-safe.
 */
final class Pool<T> {
  private static final int MAX_SIZE = 10_000;

  private final Map<T, T> values = new ConcurrentHashMap<>();

  T one(T value) {
    if (values.size() >= MAX_SIZE) {
      values.clear();
    }
    @Nullable T known = values.putIfAbsent(value, value);
    return known == null ? value : known;
  }
}
