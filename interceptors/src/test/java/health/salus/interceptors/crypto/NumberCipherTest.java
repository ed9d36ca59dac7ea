package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumberCipherTest {
  private static final SecretBytes KEY = SecretBytes.fromHex("0123456789abcdef".repeat(4));

  private final NumberCipher cipher = new NumberCipher(KEY, "codes", CryptoProvider.jdk());
  private final Random random = new Random(7);

  @Test
  void everyNumberComesBack() {
    for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
      assertThat(cipher.decrypt(cipher.encrypt(number))).isEqualTo(number);
    }
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong();
      assertThat(cipher.decrypt(cipher.encrypt(number))).isEqualTo(number);
      assertThat(cipher.encrypt(cipher.decrypt(number))).isEqualTo(number);
    }
  }

  @Test
  void equalNumbersStayEqualAndOthersDiffer() {
    Set<Long> encrypted = new HashSet<>();
    for (long number = 0; number < 10_000; number++) {
      encrypted.add(cipher.encrypt(number));
    }

    assertThat(encrypted).hasSize(10_000);
    assertThat(cipher.encrypt(5)).isEqualTo(cipher.encrypt(5));
  }

  /** A change of one bit changes half of all bits. */
  @Test
  void neighboursLookUnrelated() {
    double changed = 0;
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong();
      long neighbour = number ^ (1L << random.nextInt(64));
      changed += Long.bitCount(cipher.encrypt(number) ^ cipher.encrypt(neighbour));
    }

    assertThat(changed / 10_000).isBetween(31.0, 33.0);
  }

  @Test
  void anotherKeyOrScopeGivesOtherNumbersAndAnotherProviderTheSame() {
    SecretBytes other = SecretBytes.fromHex("fedcba9876543210".repeat(4));

    assertThat(new NumberCipher(other, "codes", CryptoProvider.jdk()).encrypt(5))
        .isNotEqualTo(cipher.encrypt(5));
    assertThat(new NumberCipher(KEY, "others", CryptoProvider.jdk()).encrypt(5))
        .isNotEqualTo(cipher.encrypt(5));
    assertThat(new NumberCipher(KEY, "codes", CryptoProvider.named("bouncy-castle")).encrypt(5))
        .isEqualTo(cipher.encrypt(5));
  }
}
