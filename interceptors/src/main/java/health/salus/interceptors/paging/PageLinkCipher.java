package health.salus.interceptors.paging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes page links opaque and unforgeable: AES-256-GCM over the query string of the page, with the
 * path and the caller as associated data, so that a link opens only there and for them.
 * Thread-safe.
 */
public final class PageLinkCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * A cipher under one key.
   *
   * @param keyHex 32 bytes in hexadecimal
   */
  public PageLinkCipher(String keyHex) {
    byte[] bytes = HexFormat.of().parseHex(keyHex);
    if (bytes.length != 32) {
      throw new IllegalArgumentException("The key of page links must have 32 bytes");
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  String seal(String query, String path, String caller) {
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, path, caller);
      byte[] sealed = cipher.doFinal(query.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /** The query behind a link, or nothing if it was not made for this path and caller. */
  Optional<String> open(String token, String path, String caller) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = ByteBuffer.wrap(bytes, 0, NONCE_BYTES).slice().array();
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, java.util.Arrays.copyOf(nonce, NONCE_BYTES), path, caller);
      byte[] query = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(query, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String path, String caller)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((path + '\n' + caller).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
