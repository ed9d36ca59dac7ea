package health.salus.cli.command;

import java.nio.file.Path;

/** The folder of the checkout, as passed by the launcher. */
final class Home {
  private Home() {}

  static Path path() {
    return Path.of(System.getProperty("salus.home", "."));
  }
}
