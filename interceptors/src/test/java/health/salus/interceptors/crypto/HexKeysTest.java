package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexKeysTest {
  private static final String KEY = "0123456789abcdef".repeat(4);

  @Test
  void oneKeyIsVersionOne() throws Exception {
    HexKeys keys = new HexKeys("SALUS_KEK", KEY + "\n", CryptoProvider.jdk());

    assertThat(keys.versions()).containsExactly(1);
    assertThat(keys.key(1)).isPresent();
    assertThat(keys.key(2)).isEmpty();
  }

  @Test
  void severalKeysNameTheirVersions() throws Exception {
    HexKeys keys = new HexKeys("SALUS_KEK", "3:" + KEY + " , 12:" + KEY, CryptoProvider.jdk());

    assertThat(keys.versions()).containsExactlyInAnyOrder(3, 12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "zz", "0:KEY", "KEY0", "KEYff", "1:KEY,1:KEY", "1:KEY,", "KEY KEY"})
  void anythingElseIsRefusedWithoutQuotingIt(String text) {
    KeyUnavailable refusal =
        catchThrowableOfType(
            KeyUnavailable.class,
            () -> new HexKeys("SALUS_KEK", text.replace("KEY", KEY), CryptoProvider.jdk()));

    assertThat(refusal.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(refusal).hasMessageContaining("SALUS_KEK").hasNoCause();
    assertThat(refusal.getMessage()).doesNotContain("0123456789");
  }
}
