package health.salus.smart.user;

/** Base32 of RFC 4648 without padding, the format of secrets in authenticator apps. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int held = 0;
    for (byte each : bytes) {
      buffer = (buffer << 8) | (each & 0xff);
      held += 8;
      while (held >= BITS) {
        held -= BITS;
        text.append(ALPHABET.charAt((buffer >> held) & 31));
      }
      buffer &= (1 << held) - 1;
    }
    if (held > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - held)) & 31));
    }
    return text.toString();
  }
}
