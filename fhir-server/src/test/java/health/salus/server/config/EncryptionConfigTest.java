package health.salus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.salus.storage.sealing.EncryptionConfig;
import health.salus.storage.sealing.ForgottenAnswer;
import health.salus.storage.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionConfigTest {
  @TempDir private Path folder;

  @Test
  void forgottenResourcesAreGoneUnlessATombstoneIsAskedFor() throws IOException {
    assertThat(read("{}").forgotten()).isEqualTo(ForgottenAnswer.GONE);
    assertThat(read("forgotten: gone").forgotten()).isEqualTo(ForgottenAnswer.GONE);
    assertThat(read("forgotten: tombstone").forgotten()).isEqualTo(ForgottenAnswer.TOMBSTONE);

    assertThatThrownBy(() -> read("forgotten: hidden"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("encryption.forgotten")
        .hasMessageContaining("tombstone");
  }

  private EncryptionConfig read(String text) throws IOException {
    Files.writeString(folder.resolve("encryption.yaml"), text);
    Path file = Files.writeString(folder.resolve("salus.yaml"), "{}");
    return ServerConfig.read(file, folder, name -> null).encryption();
  }
}
