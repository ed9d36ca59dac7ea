package health.salus.smart.server;

import health.salus.smart.store.StoreException;
import health.salus.smart.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes expired rows every ten minutes. Used codes and refresh tokens stay as long as their
 * grant, so that a second use is detected.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long EVERY_MINUTES = 10;
  private static final Duration KEPT = Duration.ofDays(1);

  private static final List<String> EXPIRED =
      List.of(
          "DELETE FROM salus.smart_access_token WHERE expires < ?",
          "DELETE FROM salus.smart_used_id WHERE expires < ?",
          "DELETE FROM salus.smart_launch WHERE expires < ?",
          "DELETE FROM salus.smart_session WHERE used < ?",
          "DELETE FROM salus.smart_grant WHERE expires < ?");

  private final Transactions transactions;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "smart-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  Housekeeping(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // clean() throws nothing
  void start() {
    timer.scheduleWithFixedDelay(this::clean, EVERY_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Once now; a failure is logged, and the next round tries again. */
  void clean() {
    Instant before = clock.instant().minus(KEPT);
    try {
      for (String statement : EXPIRED) {
        transactions.run(sql -> sql.update(statement, before));
      }
    } catch (StoreException e) {
      LOG.warn("Expired rows could not be removed: {}", e.getMessage());
    }
  }
}
