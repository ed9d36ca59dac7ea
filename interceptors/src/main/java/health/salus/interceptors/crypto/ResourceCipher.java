package health.salus.interceptors.crypto;

import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticated encryption of one stored resource version. Implementations are thread-safe.
 *
 * <p>The address (such as {@code Patient/1}) binds an envelope to its row: an envelope opens only
 * for the address that it was sealed for. The caller takes the address from the row, never from the
 * envelope.
 */
public interface ResourceCipher {
  /**
   * Seals with a new nonce, so that sealing the same twice gives two envelopes.
   *
   * @throws IllegalArgumentException if this is more than {@link #open} would give back
   */
  byte[] seal(byte[] plain, String address, DataKey key);

  /**
   * The very bytes that were sealed, or a refusal: nothing of a changed envelope gets out.
   *
   * @param keys finds the data key that the envelope names
   */
  byte[] open(byte[] envelope, String address, Function<KeyId, Optional<DataKey>> keys)
      throws EnvelopeException;

  /** The key that an envelope names, which nothing vouches for until it was opened. */
  static KeyId keyOf(byte[] envelope) throws EnvelopeException {
    return Envelope.read(envelope).keyId();
  }
}
