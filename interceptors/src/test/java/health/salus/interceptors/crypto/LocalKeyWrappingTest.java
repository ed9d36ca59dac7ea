package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeyWrappingTest {
  private static final String ONE = "01".repeat(32);
  private static final String TWO = "02".repeat(32);
  private static final String CONTEXT = "key 7, patient";

  private final SecretBytes secret = SecretBytes.random(32, new SecureRandom());

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "bouncy-castle"})
  void unwrappingGivesTheKeyBack(String provider) throws Exception {
    KeyWrapping wrapping =
        new LocalKeyWrapping(new HexKeys("a test", ONE, CryptoProvider.named(provider)));

    byte[] wrapped = wrapping.wrap(secret, CONTEXT);

    assertThat(wrapping.unwrap(wrapped, 1, CONTEXT)).isEqualTo(secret);
    assertThat(wrapping("1:" + ONE).unwrap(wrapped, 1, CONTEXT)).isEqualTo(secret);
    assertThat(wrapping.wrap(secret, CONTEXT)).isNotEqualTo(wrapped);
  }

  @Test
  void newestVersionWrapsAndOldOnesStillUnwrap() throws Exception {
    KeyWrapping old = wrapping(ONE);
    KeyWrapping rotated = wrapping("1:" + ONE + ", 2:" + TWO);

    assertThat(old.currentVersion()).isEqualTo(1);
    assertThat(rotated.currentVersion()).isEqualTo(2);
    assertThat(rotated.unwrap(old.wrap(secret, CONTEXT), 1, CONTEXT)).isEqualTo(secret);
    assertThat(rotated.unwrap(rotated.wrap(secret, CONTEXT), 2, CONTEXT)).isEqualTo(secret);
  }

  @Test
  void versionsAddedLaterUnwrapToo(@TempDir Path folder) throws Exception {
    OwnerOnlyKeyFile files = new OwnerOnlyKeyFile(folder.resolve("keys"), CryptoProvider.jdk());
    files.generateFirst();
    KeyWrapping running = new LocalKeyWrapping(files);

    files.generateNext();
    KeyWrapping rotated = new LocalKeyWrapping(files);

    assertThat(running.currentVersion()).isEqualTo(1);
    assertThat(running.unwrap(rotated.wrap(secret, CONTEXT), 2, CONTEXT)).isEqualTo(secret);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() throws Exception {
    KeyWrapping wrapping = wrapping(ONE);
    byte[] wrapped = wrapping.wrap(secret, CONTEXT);

    for (int bit = 0; bit < wrapped.length * Byte.SIZE; bit++) {
      byte[] flipped = wrapped.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThat(refusal(wrapping, flipped, 1, CONTEXT)).isEqualTo(Reason.NOT_AUTHENTIC);
    }
    for (int length = 0; length < wrapped.length; length++) {
      assertThat(refusal(wrapping, Arrays.copyOf(wrapped, length), 1, CONTEXT))
          .isEqualTo(Reason.NOT_AUTHENTIC);
    }
  }

  @Test
  void otherContextsVersionsAndKeysAreRefused() throws Exception {
    byte[] wrapped = wrapping(ONE).wrap(secret, CONTEXT);

    assertThat(refusal(wrapping(ONE), wrapped, 1, "key 8, patient"))
        .isEqualTo(Reason.NOT_AUTHENTIC);
    assertThat(refusal(wrapping("1:" + ONE + ",2:" + ONE), wrapped, 2, CONTEXT))
        .isEqualTo(Reason.NOT_AUTHENTIC);
    assertThat(refusal(wrapping(TWO), wrapped, 1, CONTEXT)).isEqualTo(Reason.NOT_AUTHENTIC);
    assertThat(refusal(wrapping(ONE), wrapped, 3, CONTEXT)).isEqualTo(Reason.MISSING);
  }

  @Test
  void missingVersionsAreNamed() throws Exception {
    KeyWrapping wrapping = wrapping(ONE);

    assertThat(
            catchThrowableOfType(
                KeyUnavailable.class, () -> wrapping.unwrap(new byte[61], 3, CONTEXT)))
        .hasMessage(
            "Version 3 of the key-encryption key in a test is not there;"
                + " restore it from its backup");
  }

  @Test
  void fingerprintTellsKeysApartAndNothingElse() throws Exception {
    byte[] fingerprint = wrapping(ONE).fingerprint(1);

    assertThat(fingerprint)
        .hasSize(8)
        .isEqualTo(wrapping("4:" + ONE).fingerprint(4))
        .isNotEqualTo(wrapping(TWO).fingerprint(1));
    assertThat(
            new LocalKeyWrapping(new HexKeys("a test", ONE, CryptoProvider.named("bouncy-castle")))
                .fingerprint(1))
        .isEqualTo(fingerprint);
  }

  @Test
  void sourceWithoutKeysIsRefusedAtStart(@TempDir Path folder) {
    OwnerOnlyKeyFile empty = new OwnerOnlyKeyFile(folder.resolve("keys"), CryptoProvider.jdk());

    KeyUnavailable refusal =
        catchThrowableOfType(KeyUnavailable.class, () -> new LocalKeyWrapping(empty));

    assertThat(refusal.reason()).isEqualTo(Reason.MISSING);
    assertThat(refusal).hasMessageContaining(folder.toString()).hasMessageContaining("restore");
  }

  private static KeyWrapping wrapping(String text) throws KeyUnavailable {
    return new LocalKeyWrapping(new HexKeys("a test", text, CryptoProvider.jdk()));
  }

  private static Reason refusal(KeyWrapping wrapping, byte[] wrapped, int version, String context) {
    return catchThrowableOfType(
            KeyUnavailable.class, () -> wrapping.unwrap(wrapped, version, context))
        .reason();
  }
}
