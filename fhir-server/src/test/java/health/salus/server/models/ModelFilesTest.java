package health.salus.server.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.salus.server.TestServer;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  private static final Path SHIPPED = TestServer.home().resolve("config/models");

  @TempDir private Path models;

  @Test
  void aBrokenDefaultLeavesTheOthers() throws IOException {
    copy("heart-disease");
    Files.writeString(
        Files.createDirectories(models.resolve("a")).resolve("model.yaml"), "name: a");

    ModelFiles files = ModelFiles.read(models, new ModelsConfig("models", "a", 20));

    assertThat(files.standard()).isEmpty();
    assertThat(files.definitions()).hasSize(1);
  }

  @Test
  void aDefaultThatNobodyDefinesIsRefused() {
    assertThatThrownBy(() -> ModelFiles.read(SHIPPED, new ModelsConfig("models", "none", 20)))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("models.default must be one of [");
  }

  @Test
  void aMissingFolderIsRefused() {
    assertThatThrownBy(
            () -> ModelFiles.read(models.resolve("none"), new ModelsConfig("models", "a", 20)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(models.resolve("none").toString());
  }

  private void copy(String name) throws IOException {
    Path target = Files.createDirectories(models.resolve(name));
    try (Stream<Path> files = Files.list(SHIPPED.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }
}
