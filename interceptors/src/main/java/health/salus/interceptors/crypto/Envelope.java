package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.EnvelopeException.Reason;
import java.nio.ByteBuffer;

/**
 * The layout of format 1: {@code format 1 | dictionary 1 | key id 16 | nonce 12 | ciphertext and
 * tag}. Reading it checks the form only.
 */
final class Envelope {
  static final byte FORMAT = 1;
  static final int HEADER_BYTES = 2 + KeyId.BYTES + AesGcm.NONCE_BYTES;
  static final int OVERHEAD_BYTES = HEADER_BYTES + AesGcm.TAG_BYTES;

  private final int dictionary;
  private final KeyId keyId;
  private final byte[] nonce = new byte[AesGcm.NONCE_BYTES];
  private final byte[] bytes;

  private Envelope(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
    this.dictionary = Byte.toUnsignedInt(header.get());
    this.keyId = KeyId.read(header);
    header.get(nonce);
    this.bytes = bytes;
  }

  static Envelope read(byte[] envelope) throws EnvelopeException {
    if (envelope.length == 0) {
      throw new EnvelopeException(Reason.MALFORMED, null);
    }
    if (envelope[0] != FORMAT) {
      throw new EnvelopeException(Reason.UNKNOWN_FORMAT, null);
    }
    if (envelope.length < OVERHEAD_BYTES) {
      throw new EnvelopeException(Reason.MALFORMED, null);
    }
    return new Envelope(envelope);
  }

  int dictionary() {
    return dictionary;
  }

  KeyId keyId() {
    return keyId;
  }

  byte[] nonce() {
    return nonce;
  }

  /** All of it; ciphertext and tag follow the header. */
  byte[] bytes() {
    return bytes;
  }

  /** Writes the header and stands where ciphertext and tag are to follow. */
  static ByteBuffer begin(byte[] envelope, int dictionary, KeyId keyId, byte[] nonce) {
    return ByteBuffer.wrap(envelope)
        .put(FORMAT)
        .put((byte) dictionary)
        .put(keyId.bytes())
        .put(nonce);
  }

  /** All of the header that is not the nonce, and the address, each of a known length. */
  static byte[] associatedData(int dictionary, KeyId keyId, String address) {
    byte[] text = Text.bytes(address);
    return ByteBuffer.allocate(2 + KeyId.BYTES + Integer.BYTES + text.length)
        .put(FORMAT)
        .put((byte) dictionary)
        .put(keyId.bytes())
        .putInt(text.length)
        .put(text)
        .array();
  }
}
