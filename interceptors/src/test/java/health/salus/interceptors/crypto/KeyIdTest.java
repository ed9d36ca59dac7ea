package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KeyIdTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void textAndBytesGiveTheIdBack() {
    KeyId id = KeyId.random(random);

    assertThat(KeyId.parse(id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(KeyId.of(id.bytes())).isEqualTo(id);
    assertThat(id.toString()).hasSize(22);
    assertThat(id.bytes()).hasSize(16);
  }

  @Test
  void anIdIsWrittenInOneWayOnly() {
    String canonical = new KeyId(0, 0).toString();

    assertThat(canonical).isEqualTo("A".repeat(22));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse("A".repeat(21) + "B"));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse(canonical + "=="));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse("A".repeat(23)));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse("!"));
  }

  @Test
  void dataKeysHave256Bits() {
    assertThat(DataKey.random(random).secret().length()).isEqualTo(32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataKey(KeyId.random(random), SecretBytes.random(16, random)))
        .withMessage("A data key must have 32 bytes but has 16");
  }
}
