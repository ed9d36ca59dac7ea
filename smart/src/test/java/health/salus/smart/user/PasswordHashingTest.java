package health.salus.smart.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashingTest {
  private final PasswordHashing hashing = new PasswordHashing();

  @Test
  void hashOfNobodyTakesAsLongAsThatOfAnybody() {
    String somebody = hashing.hash("a password");

    assertThat(parameters(PasswordHashing.NOBODY)).isEqualTo(parameters(somebody));
    assertThat(PasswordHashing.NOBODY).hasSameSizeAs(somebody);
  }

  @Test
  void hashOfNobodyIsRead() {
    assertThat(hashing.matches("a password", PasswordHashing.NOBODY)).isFalse();
  }

  private static String parameters(String hash) {
    return hash.replaceAll("\\$[^$]+\\$[^$]+$", "");
  }
}
