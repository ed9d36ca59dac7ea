package health.salus.ml;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project that lie outside of this module. */
public final class ProjectFolder {
  private ProjectFolder() {}

  public static Path path(String inProject) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("config").resolve("models"))) {
      at = at.getParent();
    }
    return at.resolve(inProject);
  }
}
