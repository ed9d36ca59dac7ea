package health.salus.smart.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals values with AES-256-GCM under one key of this installation. Stored: version, 96 random bits
 * of nonce, ciphertext with a 128-bit tag. The address of the row is associated data, so that a
 * value cannot be moved to another row. Thread-safe.
 */
public final class Seal {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * A seal under this key.
   *
   * @param hexKey 64 hex digits
   */
  public Seal(String hexKey) {
    byte[] bytes = HexFormat.of().parseHex(hexKey);
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("the sealing key must have 64 hex digits");
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  public byte[] seal(byte[] plain, String address) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, address).doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
          .put(VERSION)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a value could not be sealed", e);
    }
  }

  /**
   * Opens a value that {@link #seal} made for this address.
   *
   * @throws IllegalStateException if it was made under another key or address, or was changed
   */
  public byte[] open(byte[] sealed, String address) {
    if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
      throw new IllegalStateException("the sealed value at " + address + " has no known form");
    }
    byte[] nonce = java.util.Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, address)
          .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the sealed value at " + address + " does not open: another key, or it was changed", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String address) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(address.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
