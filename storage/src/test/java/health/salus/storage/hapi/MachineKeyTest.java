package health.salus.storage.hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.salus.storage.setting.StartFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineKeyTest {
  @TempDir private Path data;

  @Test
  void keyStaysTheSameFromStartToStart() {
    MachineKey first = take();

    assertThat(take()).isEqualTo(first);
    assertThat(MachineKey.read(data)).isEqualTo(first);
  }

  @Test
  void onlyThePublicHalfIsHandedOn() {
    MachineKey key = take();

    assertThat(key.publicJwks()).contains("\"kid\"").contains("P-384").doesNotContain("\"d\"");
    assertThat(key.toString()).doesNotContain(key.key().getD().toString());
  }

  @Test
  void withoutAServerThereIsNoKey() {
    assertThatThrownBy(() -> MachineKey.read(data))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("--data");
  }

  private MachineKey take() {
    try (DataFolder folder = DataFolder.take(data)) {
      return MachineKey.take(folder);
    }
  }
}
