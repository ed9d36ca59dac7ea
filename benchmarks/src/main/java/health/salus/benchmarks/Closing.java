package health.salus.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first, once: at the end, after a failure or at Ctrl-C. */
final class Closing implements AutoCloseable {
  private final Deque<Closeable> opened = new ArrayDeque<>();

  /** Something that closes without a checked exception. */
  @FunctionalInterface
  interface Closeable extends AutoCloseable {
    @Override
    void close();
  }

  private Closing() {}

  static Closing alsoAtExit() {
    Closing closing = new Closing();
    Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "closing"));
    return closing;
  }

  synchronized <T extends Closeable> T later(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
