package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM with a nonce of 96 bits and a tag of 128 bits. Thread-safe.
 *
 * <p>A {@link Cipher} is made for each use: keeping one would keep the last patient's key in memory
 * after it was destroyed, and would save two microseconds.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
record AesGcm(CryptoProvider provider) {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    provider.random().nextBytes(nonce);
    return nonce;
  }

  /** Writes ciphertext and tag where {@code sealed} stands. */
  void seal(SecretKey key, byte[] nonce, byte[] associated, ByteBuffer plain, ByteBuffer sealed)
      throws GeneralSecurityException {
    cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain, sealed);
  }

  /**
   * The plain bytes of what follows the offset, or nothing at all if anything was changed. Tokens
   * want more room than the plain bytes take, so the provider makes the array.
   */
  byte[] open(SecretKey key, byte[] nonce, byte[] associated, byte[] sealed, int offset)
      throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key, nonce, associated)
        .doFinal(sealed, offset, sealed.length - offset);
  }

  private Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associated)
      throws GeneralSecurityException {
    Cipher cipher = provider.aesGcm();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(associated);
    return cipher;
  }
}
