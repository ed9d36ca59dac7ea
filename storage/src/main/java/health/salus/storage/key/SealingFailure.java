package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyUnavailable;

/**
 * Failure to seal, or to obtain an existing key for opening. A write that meets it does not happen.
 * The message never holds content.
 */
public final class SealingFailure extends RuntimeException {
  public SealingFailure(String message) {
    super(message);
  }

  public SealingFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether a single key is damaged or lost; if false, no key is available, which may be temporary.
   */
  boolean isOfOneKey() {
    return getCause() instanceof KeyUnavailable unavailable
        && unavailable.reason() != KeyUnavailable.Reason.UNREADABLE;
  }
}
