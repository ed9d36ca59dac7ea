package health.salus.interceptors.crypto;

/**
 * Keeps data keys safe under versions of a key-encryption key: here, or in a service that never
 * lets it out. The one interface for such a service. Implementations are thread-safe.
 *
 * <p>The context says what a key is for, such as its id and kind. It is not stored: a wrapped key
 * unwraps only in the context that it was wrapped in.
 */
public interface KeyWrapping {
  /** The version that {@link #wrap} uses, to be stored beside the wrapped key. */
  int currentVersion();

  byte[] wrap(SecretBytes key, String context) throws KeyUnavailable;

  SecretBytes unwrap(byte[] wrapped, int version, String context) throws KeyUnavailable;

  /**
   * A check value of a version, which tells nothing of the key. Stored when a version is first used
   * and compared at start, it tells a wrong key from a damaged row.
   */
  byte[] fingerprint(int version) throws KeyUnavailable;
}
