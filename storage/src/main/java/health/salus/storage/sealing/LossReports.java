package health.salus.storage.sealing;

import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.body.Loss;
import java.util.Optional;

/**
 * Receives each stored body that cannot be shown. Implementations are thread-safe, return at once
 * and never fail, because readers must not wait for them.
 */
@FunctionalInterface
public interface LossReports {
  /**
   * Something was lost.
   *
   * @param address {@code Type/id/_history/version}
   * @param key that the body names, if that is known
   */
  void report(Loss loss, String address, Optional<KeyId> key);
}
