package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM with a nonce of 96 bits and a tag of 128 bits. Thread-safe.
 *
 * <p>A {@link Cipher} is used again for another key, since making one costs more than opening a
 * resource does. It holds the last key until then; {@link #forgetKeys} makes an end of that.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
final class AesGcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private final CryptoProvider provider;
  private volatile Pool<Cipher> ciphers;

  AesGcm(CryptoProvider provider) {
    this.provider = provider;
    this.ciphers = pool();
  }

  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    provider.random().nextBytes(nonce);
    return nonce;
  }

  /** Writes ciphertext and tag where {@code sealed} stands. */
  void seal(SecretKey key, byte[] nonce, byte[] associated, ByteBuffer plain, ByteBuffer sealed)
      throws GeneralSecurityException {
    Pool<Cipher> pool = ciphers;
    Cipher cipher = pool.take();
    start(cipher, Cipher.ENCRYPT_MODE, key, nonce, associated);
    cipher.doFinal(plain, sealed);
    pool.giveBack(cipher);
  }

  /**
   * The plain bytes of what follows the offset, or nothing at all if anything was changed. Tokens
   * want more room than the plain bytes take, so the provider makes the array.
   */
  byte[] open(SecretKey key, byte[] nonce, byte[] associated, byte[] sealed, int offset)
      throws GeneralSecurityException {
    Pool<Cipher> pool = ciphers;
    Cipher cipher = pool.take();
    start(cipher, Cipher.DECRYPT_MODE, key, nonce, associated);
    byte[] plain = cipher.doFinal(sealed, offset, sealed.length - offset);
    pool.giveBack(cipher);
    return plain;
  }

  /** Lets go of every key that was used. */
  void forgetKeys() {
    Pool<Cipher> used = ciphers;
    ciphers = pool();
    used.close(); // and of those in use, when they are given back
  }

  private static void start(Cipher cipher, int mode, SecretKey key, byte[] nonce, byte[] associated)
      throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(associated);
  }

  private Pool<Cipher> pool() {
    return new Pool<>(this::cipher, cipher -> {});
  }

  private Cipher cipher() {
    try {
      return provider.aesGcm();
    } catch (GeneralSecurityException e) { // the provider was asked for it when it was chosen
      throw new IllegalStateException("There is no AES-GCM", e);
    }
  }
}
