package health.salus.interceptors.crypto;

/**
 * A key-encryption key that cannot be used. The message says which version of which source, why,
 * and what to do; never the key.
 */
public final class KeyUnavailable extends Exception {
  private final Reason reason;

  /** The reason why a key is unavailable. */
  public enum Reason {
    /** The source has no such key. */
    MISSING,
    /** The source cannot be read, or what it has is no key. */
    UNREADABLE,
    /** The key does not open what was wrapped: it is another key, or the wrapped key is damaged. */
    NOT_AUTHENTIC
  }

  public KeyUnavailable(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public KeyUnavailable(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
