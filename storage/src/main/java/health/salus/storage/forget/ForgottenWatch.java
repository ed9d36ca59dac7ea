package health.salus.storage.forget;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the database every few seconds for patients forgotten by other nodes. So no node keeps a
 * destroyed key in memory for longer, even without requests. Thread-safe.
 */
public final class ForgottenWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ForgottenWatch.class);
  private static final long PERIOD_SECONDS = 5;

  private final ForgottenPatients forgotten;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ForgottenWatch(ForgottenPatients forgotten, Clock clock) {
    this.forgotten = forgotten;
    this.clock = clock;
  }

  /** Looks until it is stopped. */
  @Override
  public void run() {
    try {
      do {
        look();
      } while (!stopped.await(PERIOD_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      forgotten.learn(clock.instant());
    } catch (IOException e) {
      LOG.error("ALERT: the list of forgotten patients cannot be written: {}", e.getMessage());
    } catch (IllegalStateException e) { // the database does not answer; the next look may do better
      LOG.warn("It cannot be asked now whom other nodes have forgotten: {}", e.getMessage());
    }
  }

  /** Ends it soon. */
  public void stop() {
    stopped.countDown();
  }
}
