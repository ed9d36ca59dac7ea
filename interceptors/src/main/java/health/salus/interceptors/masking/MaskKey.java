package health.salus.interceptors.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret behind pseudonyms and shifted dates. Its owner can test a guess against a pseudonym;
 * if it is lost, pseudonyms change. Thread-safe.
 */
public final class MaskKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  /** 22 characters carry 132 bits, more than any two values will ever share by chance. */
  private static final int TOKEN_LENGTH = 22;

  private final SecretKeySpec key;

  /**
   * A key from its hexadecimal digits.
   *
   * @throws IllegalArgumentException if these are not 64 hexadecimal digits
   */
  public MaskKey(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("The masking key must have 64 hexadecimal digits");
    }
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The same token for the same text, which cannot be reversed without the key. */
  String token(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(hmac("token", text))
        .substring(0, TOKEN_LENGTH);
  }

  /** How many days the dates of one patient move: at most so many, forwards or backwards. */
  int days(String patient, int most) {
    long random = ByteBuffer.wrap(hmac("days", patient)).getLong();
    int moved = (int) Math.floorMod(random, 2L * most) - most;
    return moved < 0 ? moved : moved + 1; // never by nothing
  }

  private byte[] hmac(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }
}
