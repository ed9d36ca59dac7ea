package health.salus.interceptors.crypto;

import static health.salus.interceptors.crypto.Samples.ADDRESS;
import static health.salus.interceptors.crypto.Samples.OBSERVATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What somebody may write into the database in place of an envelope: it is refused with an {@link
 * EnvelopeException} and nothing else, and none but the sealed one is accepted.
 *
 * <p>The build repeats the seeds only. To look for more, fuzz one method for a while; what it finds
 * is stored among the seeds:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 JAZZER_MAX_DURATION=10m mvn -pl interceptors -am test -Djazzer.hooks=true \
 *   -Dtest='EnvelopeFuzzTest#changes' -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class EnvelopeFuzzTest {
  private static final int MAX_BYTES = 10_000;
  private static final DataKey KEY =
      new DataKey(new KeyId(1, 2), SecretBytes.fromHex("07".repeat(DataKey.BYTES)));

  private static final byte[] ENVELOPE = sealed(Dictionary.NUMBER, compressed());

  private final AesGcmCipher cipher = new AesGcmCipher(CryptoProvider.jdk(), MAX_BYTES);

  /** Any bytes, of which each key is said to be there. */
  @FuzzTest
  void anything(byte[] envelope) {
    assertThat(opened(envelope, ADDRESS)).isEmpty();
  }

  /** A sealed resource of which bytes are changed, dropped or added, or that is moved. */
  @FuzzTest
  void changes(FuzzedDataProvider data) {
    byte[] changed = ENVELOPE.clone();
    for (int i = data.consumeInt(0, 4); i > 0; i--) {
      changed[data.consumeInt(0, changed.length - 1)] ^= data.consumeByte();
    }
    if (data.consumeBoolean()) {
      changed = Arrays.copyOf(changed, data.consumeInt(0, changed.length + 4));
    }
    String address = data.consumeBoolean() ? data.consumeRemainingAsString() : ADDRESS;

    Optional<byte[]> opened = opened(changed, address);

    if (Arrays.equals(changed, ENVELOPE) && address.equals(ADDRESS)) {
      assertThat(opened).get().isEqualTo(OBSERVATION);
    } else {
      assertThat(opened).isEmpty();
    }
  }

  /**
   * Authentic content that no compression wrote: it expands to no more than is allowed, or fails.
   */
  @FuzzTest
  void contents(byte[] content) {
    assertThat(opened(sealed(Dictionary.NUMBER, content), ADDRESS).orElse(new byte[0]))
        .hasSizeLessThanOrEqualTo(MAX_BYTES);
  }

  private Optional<byte[]> opened(byte[] envelope, String address) {
    try {
      ResourceCipher.keyOf(envelope);
      return Optional.of(
          cipher.open(envelope, address, id -> Optional.of(new DataKey(id, KEY.secret()))));
    } catch (EnvelopeException e) {
      return Optional.empty();
    }
  }

  private static byte[] compressed() {
    try (Compression compression = new Compression(Dictionary.load(), Dictionary.LEVEL)) {
      return compression.compress(OBSERVATION).orElseThrow();
    }
  }

  /** An envelope that is the same each time. */
  private static byte[] sealed(int dictionary, byte[] content) {
    byte[] envelope = new byte[Envelope.OVERHEAD_BYTES + content.length];
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    try {
      new AesGcm(CryptoProvider.jdk())
          .seal(
              KEY.secret().asKey("AES"),
              nonce,
              Envelope.associatedData(dictionary, KEY.id(), ADDRESS),
              ByteBuffer.wrap(content),
              Envelope.begin(envelope, dictionary, KEY.id(), nonce));
      return envelope;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
