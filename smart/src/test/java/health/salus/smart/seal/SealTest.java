package health.salus.smart.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final byte[] PLAIN = "private".getBytes(StandardCharsets.UTF_8);
  private final Seal seal = new Seal("ab".repeat(32));

  @Test
  void whatIsSealedOpensAtItsAddress() {
    byte[] sealed = seal.seal(PLAIN, "row/1");

    assertThat(seal.open(sealed, "row/1")).isEqualTo(PLAIN);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
    assertThat(seal.seal(PLAIN, "row/1")).isNotEqualTo(sealed);
  }

  @Test
  void anotherAddressKeyOrByteDoesNotOpen() {
    byte[] sealed = seal.seal(PLAIN, "row/1");
    byte[] changed = sealed.clone();
    changed[changed.length - 1] ^= 1;

    assertThatThrownBy(() -> seal.open(sealed, "row/2")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Seal("cd".repeat(32)).open(sealed, "row/1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> seal.open(changed, "row/1")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> seal.open(new byte[3], "row/1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> new Seal("abcd")).isInstanceOf(IllegalArgumentException.class);
  }
}
