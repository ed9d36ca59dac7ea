package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in an index instead of values: the same token for the same value under one key, from
 * which nobody without the key gets the value, nor checks a guess. Thread-safe; one for each index
 * key.
 *
 * <p>A scope, such as {@code Patient.identifier}, has tokens of its own: those of two scopes tell
 * nothing of each other, and neither do those of two methods. Scopes are few and never come from a
 * request, since each one's key is kept.
 */
public final class IndexTokens {
  /** How many characters of a text have a part in its chain. */
  public static final int MAX_CHAIN_CHARACTERS = 64;

  private static final byte[] SALT = Text.bytes("Salus index tokens 1");
  private static final int KEY_BYTES = 32;
  private static final int TOKEN_BYTES = 16;
  private static final int GROUP_BYTES = 3;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  /** Its 64 characters are harmless in SQL's LIKE, unlike those of base64url. */
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");

  /** Milliseconds until the year 9900: nearly 48 bits. */
  private static final long RANGE =
      Instant.parse("9900-01-01T00:00:00Z").toEpochMilli() - FIRST.toEpochMilli();

  private final Hkdf hkdf;
  private final SecretKey pseudorandomKey;
  private final Map<Purpose, Pool<Mac>> macs = new ConcurrentHashMap<>();

  /**
   * Tokens under one key.
   *
   * @throws IllegalArgumentException if the key has less than 32 bytes
   */
  public IndexTokens(SecretBytes key, CryptoProvider provider) {
    if (key.length() < KEY_BYTES) {
      throw new IllegalArgumentException(
          "An index key must have 32 bytes or more but has " + key.length());
    }
    this.hkdf = new Hkdf(provider);
    byte[] bytes = key.exposeForCryptography();
    this.pseudorandomKey = hkdf.extract(SALT, bytes);
    Arrays.fill(bytes, (byte) 0);
  }

  /** Equal values have equal tokens of 128 bits: 22 characters of base64url. */
  public String exact(String scope, String value) {
    return BASE64URL.encodeToString(digest(scope, value));
  }

  /** The 16 bytes of {@link #exact}. */
  public byte[] digest(String scope, String value) {
    Pool<Mac> pool = pool(Kind.EXACT, scope);
    Mac mac = pool.take();
    byte[] hash = mac.doFinal(Text.bytes(value));
    pool.giveBack(mac);
    return Arrays.copyOf(hash, TOKEN_BYTES);
  }

  /**
   * The chain of a text is a prefix of another's chain if and only if the text is a prefix of the
   * other, except for one pair in 2<sup>24</sup>. It has four characters, of {@code A-Z a-z 0-9 +
   * /}, for each code point of the first {@value #MAX_CHAIN_CHARACTERS}; the others are ignored.
   *
   * <p>Each link is the HMAC of the link before and of the next code point. 24 bits of it are
   * shown, so that only the owner of the key can continue a chain.
   */
  public String prefixChain(String scope, String normalized) {
    int[] codePoints = normalized.codePoints().limit(MAX_CHAIN_CHARACTERS).toArray();
    byte[] chain = new byte[codePoints.length * GROUP_BYTES];
    byte[] link = new byte[Hkdf.HASH_BYTES + Integer.BYTES];
    ByteBuffer codePoint = ByteBuffer.wrap(link, Hkdf.HASH_BYTES, Integer.BYTES);
    Pool<Mac> pool = pool(Kind.PREFIX, scope);
    Mac mac = pool.take();
    try {
      for (int i = 0; i < codePoints.length; i++) {
        codePoint.putInt(Hkdf.HASH_BYTES, codePoints[i]);
        mac.update(link);
        mac.doFinal(link, 0);
        System.arraycopy(link, 0, chain, i * GROUP_BYTES, GROUP_BYTES);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 failed", e);
    }
    pool.giveBack(mac);
    return BASE64.encodeToString(chain);
  }

  /** A number of nearly 48 bits for a node of the calendar, for {@link #asInstant}. */
  public long node(String scope, CalendarNode node) {
    Pool<Mac> pool = pool(Kind.NODE, scope);
    Mac mac = pool.take();
    byte[] hash = mac.doFinal(Text.bytes(node.text()));
    pool.giveBack(mac);
    return Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), RANGE);
  }

  /**
   * A node's number as a time, since that is what an index of dates holds: a whole millisecond from
   * the years 1900 to 9899, all of which a {@code timestamp} column and {@code java.sql.Timestamp}
   * hold exactly. Written through a zone with summer time, one hour a year reads back as another.
   *
   * @throws IllegalArgumentException if {@link #node} does not give such numbers
   */
  public static Instant asInstant(long node) {
    if (node < 0 || node >= RANGE) {
      throw new IllegalArgumentException("A node's number must be below " + RANGE);
    }
    return FIRST.plusMillis(node);
  }

  private Pool<Mac> pool(Kind kind, String scope) {
    return macs.computeIfAbsent(
        new Purpose(kind, scope), purpose -> new Pool<>(() -> mac(purpose), mac -> {}));
  }

  private Mac mac(Purpose purpose) {
    byte[] key = hkdf.expand(pseudorandomKey, Text.bytes(purpose.text()), KEY_BYTES);
    return hkdf.mac(new SecretKeySpec(key, Hkdf.HMAC));
  }

  private enum Kind {
    EXACT("exact"),
    PREFIX("prefix"),
    NODE("node");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private record Purpose(Kind kind, String scope) {
    /** Unambiguous, as no kind has a colon. */
    String text() {
      return kind.text + ':' + scope;
    }
  }
}
