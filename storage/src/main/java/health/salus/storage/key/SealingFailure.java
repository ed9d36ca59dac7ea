package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyUnavailable;

/**
 * Something cannot be sealed, or the key to open it cannot be had though it is there. A write that
 * meets it does not happen. The message never holds content.
 */
public final class SealingFailure extends RuntimeException {
  public SealingFailure(String message) {
    super(message);
  }

  public SealingFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether one key is damaged or lost; otherwise none can be had, which may pass. */
  boolean isOfOneKey() {
    return getCause() instanceof KeyUnavailable unavailable
        && unavailable.reason() != KeyUnavailable.Reason.UNREADABLE;
  }
}
