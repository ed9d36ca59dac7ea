package health.salus.cli.command;

import health.salus.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sample's hospitals and its first patients, for tests that need some data. With the system
 * property {@code salus.test.long} it is the whole sample.
 */
final class SmallSample {
  private SmallSample() {}

  /** Writes bundles of this many patients into a folder, which must not exist. */
  static Path write(Path target, int patients) throws IOException {
    Path sample = TestServer.home().resolve("examples/synthea/sample");
    if (Boolean.getBoolean("salus.test.long")) {
      return sample;
    }
    Files.createDirectory(target);
    int written = 0;
    for (Path file : list(sample)) {
      boolean ofPatient = file.getFileName().toString().startsWith("patient-");
      if (!ofPatient || written < patients) {
        Files.copy(file, target.resolve(file.getFileName()));
        written += ofPatient ? 1 : 0;
      }
    }
    return target;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
