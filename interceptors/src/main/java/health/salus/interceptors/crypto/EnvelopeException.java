package health.salus.interceptors.crypto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An envelope that cannot be opened. The message names the reason and the key, never content. */
public final class EnvelopeException extends Exception {
  private final Reason reason;
  private final transient @Nullable KeyId keyId;

  /** Why an envelope cannot be opened. */
  public enum Reason {
    /** Truncated, too long, or not what a cipher writes. */
    MALFORMED,
    /** Written by a version that this one does not know. */
    UNKNOWN_FORMAT,
    /** Its data key is not there (any more). */
    UNKNOWN_KEY,
    /** Changed, moved to another address, or sealed with another key of the same name. */
    NOT_AUTHENTIC
  }

  /**
   * A refusal.
   *
   * @param keyId the key that the envelope names, if it can be read
   */
  public EnvelopeException(Reason reason, @Nullable KeyId keyId) {
    super("Envelope " + (keyId == null ? "" : "under key " + keyId + " ") + "refused: " + reason);
    this.reason = reason;
    this.keyId = keyId;
  }

  public Reason reason() {
    return reason;
  }

  /** The key that the envelope names, if it could be read that far. */
  public Optional<KeyId> keyId() {
    return Optional.ofNullable(keyId);
  }
}
