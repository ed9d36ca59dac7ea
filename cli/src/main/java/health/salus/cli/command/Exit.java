package health.salus.cli.command;

/** Remembers that the process ends by its own will, so that its exit code stands. */
final class Exit {
  private static volatile boolean requested;

  private Exit() {}

  static void with(int code) {
    requested = true;
    System.exit(code);
  }

  static boolean requested() {
    return requested;
  }
}
