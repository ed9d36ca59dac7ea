package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
  private static final String HEX = "00ff10ab";

  @Test
  void bytesAreThoseOfTheHexadecimalDigits() {
    assertThat(SecretBytes.fromHex(HEX).exposeForCryptography())
        .containsExactly(0x00, 0xff, 0x10, 0xab);
  }

  @Test
  void wrongHexadecimalDigitsAreRefusedWithoutQuotingThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretBytes.fromHex("00ffzz"))
        .withMessage("A secret must be an even number of hexadecimal digits")
        .withNoCause();
  }

  @Test
  void changingTheSourceOrTheExposedBytesChangesNothing() {
    byte[] source = {1, 2};
    SecretBytes secret = SecretBytes.copyOf(source);

    source[0] = 9;
    secret.exposeForCryptography()[1] = 9;

    assertThat(secret.exposeForCryptography()).containsExactly(1, 2);
  }

  @Test
  void equalBytesAreEqualAndOthersAreNot() {
    assertThat(SecretBytes.fromHex(HEX))
        .isEqualTo(SecretBytes.fromHex(HEX))
        .isNotEqualTo(SecretBytes.fromHex("00ff10aa"))
        .isNotEqualTo(SecretBytes.fromHex("00ff10"));
  }

  @Test
  void neitherTextNorHashTellsSecretsApart() {
    SecretBytes other = SecretBytes.fromHex("01");

    assertThat(SecretBytes.fromHex(HEX)).hasToString("SecretBytes").hasSameHashCodeAs(other);
    assertThat(SecretBytes.fromHex(HEX).asKey("AES").toString()).doesNotContainIgnoringCase("ff");
  }

  @Test
  void closedSecretsAreOfNoUse() {
    SecretBytes secret = SecretBytes.fromHex(HEX);
    SecretKey key = secret.asKey("AES");

    secret.close();

    assertThatIllegalStateException().isThrownBy(secret::exposeForCryptography);
    assertThatIllegalStateException().isThrownBy(secret::length);
    assertThatIllegalStateException().isThrownBy(key::getEncoded);
    assertThatIllegalStateException().isThrownBy(() -> secret.equals(SecretBytes.fromHex(HEX)));
  }

  @Test
  void randomSecretsDiffer() {
    SecureRandom random = new SecureRandom();

    assertThat(SecretBytes.random(32, random)).isNotEqualTo(SecretBytes.random(32, random));
  }
}
