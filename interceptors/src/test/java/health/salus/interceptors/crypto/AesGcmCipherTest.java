package health.salus.interceptors.crypto;

import static health.salus.interceptors.crypto.Samples.ADDRESS;
import static health.salus.interceptors.crypto.Samples.OBSERVATION;
import static health.salus.interceptors.crypto.Samples.only;
import static health.salus.interceptors.crypto.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.salus.interceptors.crypto.EnvelopeException.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmCipherTest {
  private static final int MAX_BYTES = 100_000;

  private final SecureRandom random = new SecureRandom();
  private final DataKey key = DataKey.random(random);
  private final AesGcmCipher cipher = new AesGcmCipher(CryptoProvider.jdk(), MAX_BYTES);

  @AfterEach
  void closeCipher() {
    cipher.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 100, 1_000, MAX_BYTES})
  void openingGivesBackTheVeryBytes(int length) throws Exception {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    byte[] spaces = utf8(" ".repeat(length));

    assertThat(reopened(noise)).isEqualTo(noise);
    assertThat(reopened(spaces)).isEqualTo(spaces);
    assertThat(reopened(OBSERVATION)).isEqualTo(OBSERVATION);
  }

  @Test
  void whatOneProviderSealsTheOtherOpens() throws Exception {
    try (AesGcmCipher other = new AesGcmCipher(CryptoProvider.named("bouncy-castle"), MAX_BYTES)) {
      assertThat(other.open(sealed(), ADDRESS, only(key))).isEqualTo(OBSERVATION);
      assertThat(cipher.open(other.seal(OBSERVATION, ADDRESS, key), ADDRESS, only(key)))
          .isEqualTo(OBSERVATION);
    }
  }

  @Test
  void goesOnAfterItLetGoOfItsKeys() throws Exception {
    byte[] before = sealed();
    cipher.forgetKeys();

    assertThat(cipher.open(before, ADDRESS, only(key))).isEqualTo(OBSERVATION);
    assertThat(reopened(OBSERVATION)).isEqualTo(OBSERVATION);
  }

  @Test
  void compressesWhereItPaysOnly() {
    byte[] noise = new byte[1_000];
    random.nextBytes(noise);

    assertThat(sealed()).hasSizeLessThan(OBSERVATION.length / 2);
    assertThat(cipher.seal(noise, ADDRESS, key))
        .hasSize(noise.length + Envelope.OVERHEAD_BYTES)
        .startsWith(1, 0);
  }

  @Test
  void sealingTwiceGivesTwoEnvelopes() {
    assertThat(sealed()).isNotEqualTo(sealed());
  }

  @Test
  void envelopesNameTheirKey() throws Exception {
    assertThat(ResourceCipher.keyOf(sealed())).isEqualTo(key.id());
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] envelope = sealed();

    for (int bit = 0; bit < envelope.length * Byte.SIZE; bit++) {
      byte[] flipped = envelope.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      Reason expected =
          switch (bit / Byte.SIZE) {
            case 0 -> Reason.UNKNOWN_FORMAT;
            case 1 -> bit % Byte.SIZE == 0 ? Reason.NOT_AUTHENTIC : Reason.UNKNOWN_FORMAT;
            default -> bit / Byte.SIZE < 18 ? Reason.UNKNOWN_KEY : Reason.NOT_AUTHENTIC;
          };
      assertThat(refusal(flipped, ADDRESS).reason()).as("bit %d", bit).isEqualTo(expected);
    }
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] envelope = sealed();

    for (int length = 0; length < envelope.length; length++) {
      assertThat(refusal(Arrays.copyOf(envelope, length), ADDRESS).reason())
          .as("length %d", length)
          .isEqualTo(length < Envelope.OVERHEAD_BYTES ? Reason.MALFORMED : Reason.NOT_AUTHENTIC);
    }
    assertThat(refusal(Arrays.copyOf(envelope, envelope.length + 1), ADDRESS).reason())
        .isEqualTo(Reason.NOT_AUTHENTIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Observation/2", "Observation/10", "Observation/", "Patient/1"})
  void envelopesOfOtherAddressesAreRefused(String address) {
    assertThat(refusal(sealed(), address).reason()).isEqualTo(Reason.NOT_AUTHENTIC);
  }

  @Test
  void addressesThatACharsetCannotTellApartAreTwo() {
    byte[] envelope = cipher.seal(OBSERVATION, "?", key);

    assertThat(refusal(envelope, "\ud800").reason()).isEqualTo(Reason.NOT_AUTHENTIC);
  }

  @Test
  void anotherKeyOfTheSameNameIsRefused() {
    DataKey impostor = new DataKey(key.id(), SecretBytes.random(32, random));

    EnvelopeException refusal = refusal(cipher.seal(OBSERVATION, ADDRESS, impostor), ADDRESS);

    assertThat(refusal.reason()).isEqualTo(Reason.NOT_AUTHENTIC);
  }

  @Test
  void missingKeysAreNamed() {
    EnvelopeException refusal =
        catchThrowableOfType(
            EnvelopeException.class, () -> cipher.open(sealed(), ADDRESS, id -> Optional.empty()));

    assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(refusal.keyId()).contains(key.id());
    assertThat(refusal).hasMessage("Envelope under key " + key.id() + " refused: UNKNOWN_KEY");
  }

  @Test
  void keysDestroyedMeanwhileAreMissing() {
    byte[] envelope = sealed();

    key.secret().close();

    assertThat(refusal(envelope, ADDRESS).reason()).isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void whatExpandsBeyondTheLimitIsMalformed() {
    byte[] bomb = cipher.seal(new byte[MAX_BYTES], ADDRESS, key);
    try (AesGcmCipher small = new AesGcmCipher(CryptoProvider.jdk(), MAX_BYTES - 1)) {
      EnvelopeException refusal =
          catchThrowableOfType(EnvelopeException.class, () -> small.open(bomb, ADDRESS, only(key)));

      assertThat(bomb).hasSizeLessThan(MAX_BYTES / 100);
      assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void envelopesBeyondTheLimitAreMalformedBeforeAnyKeyIsSought() {
    byte[] envelope = new byte[MAX_BYTES + Envelope.OVERHEAD_BYTES + 1];
    envelope[0] = Envelope.FORMAT;

    assertThat(refusal(envelope, ADDRESS).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void whatCouldNotBeOpenedIsNotSealed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cipher.seal(new byte[MAX_BYTES + 1], ADDRESS, key))
        .withMessage("At most 100000 bytes can be sealed but these are 100001");
  }

  @Test
  void closedCiphersStillWorkAndKeepNothing() throws Exception {
    cipher.close();

    assertThat(reopened(utf8("{}"))).isEqualTo(utf8("{}"));
    assertThat(reopened(OBSERVATION)).isEqualTo(OBSERVATION);
  }

  private byte[] sealed() {
    return cipher.seal(OBSERVATION, ADDRESS, key);
  }

  private byte[] reopened(byte[] plain) throws EnvelopeException {
    return cipher.open(cipher.seal(plain, ADDRESS, key), ADDRESS, only(key));
  }

  private EnvelopeException refusal(byte[] envelope, String address) {
    return catchThrowableOfType(
        EnvelopeException.class, () -> cipher.open(envelope, address, only(key)));
  }
}
