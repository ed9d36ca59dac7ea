package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.EnvelopeException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import javax.crypto.AEADBadTagException;

/**
 * AES-256-GCM over the resource, compressed first where that makes it shorter. Thread-safe. Closing
 * it frees the compressors' native memory.
 */
public final class AesGcmCipher implements ResourceCipher, AutoCloseable {
  private static final int NOT_COMPRESSED = 0;

  private final AesGcm aesGcm;
  private final int maxPlainBytes;
  private final Compression compression;

  /**
   * A cipher for resources of at most so many bytes.
   *
   * @param maxPlainBytes bounds what is sealed and what an envelope may expand to
   */
  public AesGcmCipher(CryptoProvider provider, int maxPlainBytes) {
    this.aesGcm = new AesGcm(provider);
    this.maxPlainBytes = maxPlainBytes;
    this.compression = new Compression(Dictionary.load(), Dictionary.LEVEL);
  }

  @Override
  public byte[] seal(byte[] plain, String address, DataKey key) {
    if (plain.length > maxPlainBytes) {
      throw new IllegalArgumentException(
          "At most " + maxPlainBytes + " bytes can be sealed but these are " + plain.length);
    }
    Optional<byte[]> shorter = compression.compress(plain);
    int dictionary = shorter.isPresent() ? Dictionary.NUMBER : NOT_COMPRESSED;
    byte[] content = shorter.orElse(plain);
    byte[] nonce = aesGcm.nonce();
    byte[] envelope = new byte[Envelope.OVERHEAD_BYTES + content.length];
    try {
      aesGcm.seal(
          key.secret().asKey("AES"),
          nonce,
          Envelope.associatedData(dictionary, key.id(), address),
          ByteBuffer.wrap(content),
          Envelope.begin(envelope, dictionary, key.id(), nonce));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to seal", e);
    }
    return envelope;
  }

  @Override
  public byte[] open(byte[] envelope, String address, Function<KeyId, Optional<DataKey>> keys)
      throws EnvelopeException {
    Envelope read = Envelope.read(envelope);
    if (read.dictionary() != NOT_COMPRESSED && read.dictionary() != Dictionary.NUMBER) {
      throw new EnvelopeException(Reason.UNKNOWN_FORMAT, read.keyId());
    }
    if (envelope.length - Envelope.OVERHEAD_BYTES > maxPlainBytes) {
      throw new EnvelopeException(Reason.MALFORMED, read.keyId());
    }
    DataKey key =
        keys.apply(read.keyId())
            .orElseThrow(() -> new EnvelopeException(Reason.UNKNOWN_KEY, read.keyId()));
    byte[] content = authentic(read, address, key);
    return read.dictionary() == NOT_COMPRESSED ? content : expanded(content, read.keyId());
  }

  @SuppressWarnings("UnusedException") // the refusal says all there is to say of a wrong tag
  private byte[] authentic(Envelope envelope, String address, DataKey key)
      throws EnvelopeException {
    try {
      return aesGcm.open(
          key.secret().asKey("AES"),
          envelope.nonce(),
          Envelope.associatedData(envelope.dictionary(), envelope.keyId(), address),
          envelope.bytes(),
          Envelope.HEADER_BYTES);
    } catch (SecretBytes.Closed e) { // the key was destroyed after it was found
      throw new EnvelopeException(Reason.UNKNOWN_KEY, envelope.keyId());
    } catch (AEADBadTagException e) {
      throw new EnvelopeException(Reason.NOT_AUTHENTIC, envelope.keyId());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to open", e);
    }
  }

  @SuppressWarnings("UnusedException") // the cause says nothing that may be told
  private byte[] expanded(byte[] content, KeyId keyId) throws EnvelopeException {
    try {
      return compression.expand(content, maxPlainBytes);
    } catch (DataFormatException e) {
      throw new EnvelopeException(Reason.MALFORMED, keyId);
    }
  }

  /** Lets go of every key that was used, because one was destroyed. */
  public void forgetKeys() {
    aesGcm.forgetKeys();
  }

  @Override
  public void close() {
    compression.close();
  }
}
