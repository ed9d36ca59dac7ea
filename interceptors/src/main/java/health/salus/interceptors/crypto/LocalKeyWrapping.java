package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * Wraps with AES-256-GCM by keys that this process may use, even if a token does not let them out.
 * Thread-safe. Its current version never changes, so that what it wraps is of the version that it
 * tells; after a rotation another one is made. It unwraps with versions that were added later, too.
 *
 * <p>A wrapped key is {@code format 1 | nonce 12 | ciphertext and tag}. The associated data holds
 * format, version and context.
 */
public final class LocalKeyWrapping implements KeyWrapping {
  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 1 + AesGcm.NONCE_BYTES;

  /**
   * A block of text, encrypted as a check value. HMAC was rejected: tokens refuse to use an AES key
   * for it. As a counter of AES-GCM this block would not come before the 1.7 thousand millionth of
   * one message.
   */
  private static final byte[] CHECK = "Salus key check.".getBytes(StandardCharsets.US_ASCII);

  private static final int CHECK_BYTES = 8;

  private final KeyEncryptionKeys keys;
  private final AesGcm aesGcm;
  private final int currentVersion;
  private final Map<Integer, SecretKey> known = new ConcurrentHashMap<>();

  /** Reads every key of the source, so that one that cannot be read is told at start. */
  public LocalKeyWrapping(KeyEncryptionKeys keys) throws KeyUnavailable {
    this.keys = keys;
    this.aesGcm = new AesGcm(keys.provider());
    Set<Integer> versions = keys.versions();
    if (versions.isEmpty()) {
      throw new KeyUnavailable(
          Reason.MISSING,
          "There is no key-encryption key in " + keys.source() + "; restore it from its backup");
    }
    for (int version : versions) {
      key(version);
    }
    this.currentVersion = Collections.max(versions);
  }

  @Override
  public int currentVersion() {
    return currentVersion;
  }

  @Override
  public byte[] wrap(SecretBytes secret, String context) throws KeyUnavailable {
    SecretKey key = key(currentVersion);
    byte[] plain = secret.exposeForCryptography();
    byte[] nonce = aesGcm.nonce();
    byte[] wrapped = new byte[HEADER_BYTES + plain.length + AesGcm.TAG_BYTES];
    try {
      aesGcm.seal(
          key,
          nonce,
          associatedData(currentVersion, context),
          ByteBuffer.wrap(plain),
          ByteBuffer.wrap(wrapped).put(FORMAT).put(nonce));
      return wrapped;
    } catch (GeneralSecurityException | ProviderException e) {
      throw unusable(currentVersion, e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public SecretBytes unwrap(byte[] wrapped, int version, String context) throws KeyUnavailable {
    SecretKey key = key(version);
    if (wrapped.length < HEADER_BYTES + AesGcm.TAG_BYTES || wrapped[0] != FORMAT) {
      throw new KeyUnavailable(
          Reason.NOT_AUTHENTIC, "The wrapped key is truncated or of an unknown format");
    }
    byte[] nonce = Arrays.copyOfRange(wrapped, 1, HEADER_BYTES);
    try {
      byte[] plain =
          aesGcm.open(key, nonce, associatedData(version, context), wrapped, HEADER_BYTES);
      SecretBytes secret = SecretBytes.copyOf(plain);
      Arrays.fill(plain, (byte) 0);
      return secret;
    } catch (AEADBadTagException e) {
      throw new KeyUnavailable(
          Reason.NOT_AUTHENTIC,
          named(version)
              + " does not open the wrapped key; if the key's fingerprint is the stored"
              + " one, the wrapped key is damaged, otherwise the key is another one",
          e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unusable(version, e);
    }
  }

  @Override
  public byte[] fingerprint(int version) throws KeyUnavailable {
    SecretKey key = key(version);
    try {
      Cipher cipher = keys.provider().aesCbc();
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[CHECK.length]));
      return Arrays.copyOf(cipher.doFinal(CHECK), CHECK_BYTES);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unusable(version, e);
    }
  }

  private SecretKey key(int version) throws KeyUnavailable {
    SecretKey found = known.get(version);
    if (found == null) {
      found = keys.key(version).orElseThrow(() -> missing(version));
      known.put(version, found);
    }
    return found;
  }

  private KeyUnavailable missing(int version) {
    return new KeyUnavailable(
        Reason.MISSING, named(version) + " is not there; restore it from its backup");
  }

  private KeyUnavailable unusable(int version, Exception cause) {
    return new KeyUnavailable(
        Reason.UNREADABLE,
        named(version) + " cannot be used by the provider " + keys.provider(),
        cause);
  }

  private String named(int version) {
    return "Version " + version + " of the key-encryption key in " + keys.source();
  }

  private static byte[] associatedData(int version, String context) {
    byte[] text = Text.bytes(context);
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES + text.length)
        .put(FORMAT)
        .putInt(version)
        .putInt(text.length)
        .put(text)
        .array();
  }
}
