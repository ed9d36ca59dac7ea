package health.salus.ml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Data sets that lie beside the project and not in it; tests that need them skip without. */
public final class SharedData {
  private SharedData() {}

  public static Optional<Path> folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
