package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;

/** Text as bytes, two for each char: unlike a charset, it never makes one of two texts. */
final class Text {
  private Text() {}

  static byte[] bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }
}
