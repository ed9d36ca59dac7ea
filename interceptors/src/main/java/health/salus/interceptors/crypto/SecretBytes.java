package health.salus.interceptors.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that nobody should see: not in a log, not by comparing times, not after they were closed.
 * Thread-safe. A closed secret throws {@link IllegalStateException} wherever its bytes are needed.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret of its own; the caller's array may be wiped afterwards. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  public static SecretBytes random(int length, SecureRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new SecretBytes(bytes);
  }

  /**
   * A secret from its hexadecimal digits.
   *
   * @throws IllegalArgumentException if there is anything else; it says no more, since what is
   *     nearly a secret is one
   */
  @SuppressWarnings("UnusedException") // the cause quotes the text
  public static SecretBytes fromHex(String hex) {
    try {
      return new SecretBytes(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("A secret must be an even number of hexadecimal digits");
    }
  }

  /** A copy of the bytes, for the caller to wipe. */
  public synchronized byte[] exposeForCryptography() {
    requireOpen();
    return bytes.clone();
  }

  public synchronized int length() {
    requireOpen();
    return bytes.length;
  }

  /** These bytes as a key that is of no more use than this once this is closed. */
  SecretKey asKey(String algorithm) {
    return new KeyView(this, algorithm);
  }

  private void requireOpen() {
    if (closed) {
      throw new Closed();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Compares in a time that depends on the lengths only. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretBytes that
        && MessageDigest.isEqual(exposeForCryptography(), that.exposeForCryptography());
  }

  /** The same for all, since a hash would tell secrets apart. */
  @Override
  public int hashCode() {
    return SecretBytes.class.hashCode();
  }

  @Override
  public String toString() {
    return "SecretBytes";
  }

  /** A secret was needed after it was destroyed. */
  static final class Closed extends IllegalStateException {
    private Closed() {
      super("The secret was closed");
    }
  }

  /** Keeps no copy, so that closing the secret ends the key. Never serialized. */
  @SuppressWarnings("serial")
  private record KeyView(SecretBytes secret, String algorithm) implements SecretKey {
    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return secret.exposeForCryptography();
    }
  }
}
