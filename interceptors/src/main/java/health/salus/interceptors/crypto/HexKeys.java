package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * Key-encryption keys from text, such as an environment variable: 64 hexadecimal digits, which are
 * version 1, or several versions as {@code 1:digits,2:digits}. Thread-safe.
 */
public final class HexKeys implements KeyEncryptionKeys {
  private static final Pattern ENTRY = Pattern.compile("(?:([1-9]\\d{0,8}):)?([0-9A-Fa-f]+)");

  private final String source;
  private final CryptoProvider provider;
  private final Map<Integer, SecretKey> keys = new TreeMap<>();

  /**
   * The keys of a text.
   *
   * @param source where the text comes from, for messages
   */
  public HexKeys(String source, String text, CryptoProvider provider) throws KeyUnavailable {
    this.source = source;
    this.provider = provider;
    for (String entry : text.strip().split("\\s*,\\s*", -1)) {
      Matcher parts = ENTRY.matcher(entry);
      if (!parts.matches()) {
        throw unreadable("must be 64 hexadecimal digits, or N:digits separated by commas");
      }
      int version = parts.group(1) == null ? 1 : Integer.parseInt(parts.group(1));
      if (keys.put(version, key(source, parts.group(2))) != null) {
        throw unreadable("has version " + version + " twice");
      }
    }
  }

  /** An AES-256 key of the source from its digits. */
  static SecretKey key(String source, String hex) throws KeyUnavailable {
    if (!hex.matches("[0-9A-Fa-f]{64}")) {
      throw new KeyUnavailable(
          Reason.UNREADABLE,
          "A key in " + source + " must have 64 hexadecimal digits; restore it from its backup");
    }
    SecretBytes secret = SecretBytes.fromHex(hex);
    return secret.asKey("AES");
  }

  private KeyUnavailable unreadable(String expectation) {
    return new KeyUnavailable(Reason.UNREADABLE, "The key in " + source + " " + expectation);
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public CryptoProvider provider() {
    return provider;
  }

  @Override
  public Set<Integer> versions() {
    return Set.copyOf(keys.keySet());
  }

  @Override
  public Optional<SecretKey> key(int version) {
    return Optional.ofNullable(keys.get(version));
  }
}
