package health.salus.server.part;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that goes on beside the requests. Closing it waits for what is at hand. */
public final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final Thread thread;
  private final Runnable stop;

  private Background(Thread thread, Runnable stop) {
    this.thread = thread;
    this.stop = stop;
  }

  /**
   * Starts it.
   *
   * @param stop asks the work to end soon
   */
  public static Background run(String name, Runnable work, Runnable stop) {
    Thread thread = new Thread(() -> logged(name, work), name);
    thread.setDaemon(true);
    thread.start();
    return new Background(thread, stop);
  }

  private static void logged(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error(
          "ALERT: {} stopped by {}; it goes on at the next start", name, e.getClass().getName());
    }
  }

  @Override
  public void close() {
    stop.run();
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
