package health.salus.server.part;

import health.salus.storage.setting.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened in the opposite order, each even if the one before it fails. Thread-safe:
 * a stop that arrives while something is being opened waits for it, so that nothing is left behind.
 */
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  public synchronized <T extends AutoCloseable> T later(Supplier<T> opening) {
    if (closed) {
      throw new StartFailure("Stopped while starting.");
    }
    T closeable = opening.get();
    opened.push(closeable);
    return closeable;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) { // AutoCloseable's own signature
        LOG.warn("{} did not close in order", next.getClass().getSimpleName());
      }
    }
  }
}
