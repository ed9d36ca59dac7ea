package health.salus.interceptors.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys from a key: HKDF with SHA-256. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 */
record Hkdf(CryptoProvider provider) {
  static final String HMAC = "HmacSHA256";
  static final int HASH_BYTES = 32;
  private static final int MAX_BLOCKS = 255;

  /** The pseudorandom key in a key of any form. */
  SecretKey extract(byte[] salt, byte[] key) {
    byte[] salted = salt.length == 0 ? new byte[HASH_BYTES] : salt;
    return new SecretKeySpec(mac(new SecretKeySpec(salted, HMAC)).doFinal(key), HMAC);
  }

  /** So many bytes for one purpose. */
  byte[] expand(SecretKey pseudorandomKey, byte[] purpose, int length) {
    int blocks = (length + HASH_BYTES - 1) / HASH_BYTES;
    if (blocks > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "HKDF gives at most 8160 bytes but " + length + " are asked");
    }
    Mac mac = mac(pseudorandomKey);
    byte[] output = new byte[blocks * HASH_BYTES];
    byte[] block = new byte[0];
    for (int i = 0; i < blocks; i++) {
      mac.update(block);
      mac.update(purpose);
      block = mac.doFinal(new byte[] {(byte) (i + 1)});
      System.arraycopy(block, 0, output, i * HASH_BYTES, HASH_BYTES);
    }
    return Arrays.copyOf(output, length);
  }

  Mac mac(SecretKey key) {
    try {
      Mac mac = provider.hmac();
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 failed", e);
    }
  }
}
