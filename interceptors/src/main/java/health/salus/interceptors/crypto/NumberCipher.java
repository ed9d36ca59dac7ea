package health.salus.interceptors.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts numbers of 64 bits as numbers of 64 bits: equal ones stay equal, so that an index finds
 * them, and only the key reveals the numbers. A balanced Feistel network over HMAC-SHA256 with as
 * many rounds as FF1 has. Thread-safe.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-38G">NIST SP 800-38G, FF1</a>
 */
public final class NumberCipher {
  private static final int ROUNDS = 10;
  private static final int KEY_BYTES = 32;
  private static final long LOW = 0xFFFF_FFFFL;
  private static final byte[] SALT = Text.bytes("Salus numbers 1");

  private final Pool<Mac> macs;

  /**
   * Numbers under one key.
   *
   * @param scope what the numbers are of; those of two scopes tell nothing of each other
   */
  public NumberCipher(SecretBytes key, String scope, CryptoProvider provider) {
    Hkdf hkdf = new Hkdf(provider);
    byte[] bytes = key.exposeForCryptography();
    byte[] own = hkdf.expand(hkdf.extract(SALT, bytes), Text.bytes(scope), KEY_BYTES);
    Arrays.fill(bytes, (byte) 0);
    SecretKeySpec macKey = new SecretKeySpec(own, Hkdf.HMAC);
    this.macs = new Pool<>(() -> hkdf.mac(macKey), mac -> {});
  }

  public long encrypt(long number) {
    Mac mac = macs.take();
    int left = (int) (number >>> Integer.SIZE);
    int right = (int) number;
    for (int round = 0; round < ROUNDS; round++) {
      int next = left ^ mixed(mac, round, right);
      left = right;
      right = next;
    }
    macs.giveBack(mac);
    return number(left, right);
  }

  public long decrypt(long encrypted) {
    Mac mac = macs.take();
    int left = (int) (encrypted >>> Integer.SIZE);
    int right = (int) encrypted;
    for (int round = ROUNDS - 1; round >= 0; round--) {
      int before = right ^ mixed(mac, round, left);
      right = left;
      left = before;
    }
    macs.giveBack(mac);
    return number(left, right);
  }

  private static int mixed(Mac mac, int round, int half) {
    byte[] input = ByteBuffer.allocate(1 + Integer.BYTES).put((byte) round).putInt(half).array();
    return ByteBuffer.wrap(mac.doFinal(input)).getInt();
  }

  private static long number(int left, int right) {
    return ((long) left << Integer.SIZE) | (right & LOW);
  }
}
