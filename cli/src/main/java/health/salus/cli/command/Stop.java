package health.salus.cli.command;

import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the process in order when it is asked to stop, and then with exit code 0. */
final class Stop {
  private Stop() {}

  /** A failed start closes itself and exits with its own code; only a signal comes through here. */
  static void onSignal(AutoCloseable application) {
    AtomicBoolean failed = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    application.close();
                  } catch (Exception e) { // AutoCloseable's own signature
                    failed.set(true);
                  }
                  if (!Exit.requested()) {
                    Runtime.getRuntime().halt(failed.get() ? Main.FAILED : 0);
                  }
                },
                "stop"));
  }
}
