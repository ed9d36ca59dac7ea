package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The name of a data key: 16 random bytes that tell nothing of whose key it is.
 *
 * @param high the first eight of them
 * @param low the other eight
 */
public record KeyId(long high, long low) {
  public static final int BYTES = 2 * Long.BYTES;

  public static KeyId random(SecureRandom random) {
    return new KeyId(random.nextLong(), random.nextLong());
  }

  /** The id that {@link #bytes} gives. */
  public static KeyId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A key id must have 16 bytes but has " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  static KeyId read(ByteBuffer buffer) {
    return new KeyId(buffer.getLong(), buffer.getLong());
  }

  /**
   * The id that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not base64url of 16 bytes, written in the one way
   */
  public static KeyId parse(String text) {
    KeyId id = of(Base64.getUrlDecoder().decode(text));
    if (!id.toString().equals(text)) {
      throw new IllegalArgumentException("A key id must be 22 characters of base64url");
    }
    return id;
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** 22 characters of base64url. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
  }
}
