package health.salus.interceptors.crypto;

import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * Source of the versions of the key-encryption key. Reads at every call, so that a version that an
 * operator adds is found. Implementations are thread-safe.
 */
public interface KeyEncryptionKeys {
  /** The source as an operator knows it, for messages. */
  String source();

  /** The provider that can use these keys. */
  CryptoProvider provider();

  /** The versions that are there. */
  Set<Integer> versions() throws KeyUnavailable;

  /** The AES-256 key of a version, if there is that version. */
  Optional<SecretKey> key(int version) throws KeyUnavailable;
}
