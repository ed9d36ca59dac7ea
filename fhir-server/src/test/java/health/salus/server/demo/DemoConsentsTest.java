package health.salus.server.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoConsentsTest {
  @TempDir private Path folder;

  @Test
  void fileWithoutAnIdIsNamed() throws IOException {
    Files.writeString(folder.resolve("no-id.json"), "{\"resourceType\":\"Consent\"}");

    assertThatThrownBy(() -> DemoConsents.load(folder, (path, json) -> {}))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("no-id.json holds no resource with an id");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("README.md"), "no resource");

    assertThatCode(() -> DemoConsents.load(folder, (path, json) -> {}))
        .as("nothing is sent to where no server is")
        .doesNotThrowAnyException();
  }
}
