package health.salus.server.part;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how long each phase of a start took. For the thread that starts the server. */
public final class StartPhases {
  private static final Logger LOG = LoggerFactory.getLogger(StartPhases.class);

  private long since = System.nanoTime();

  /** Ends a phase; the next one begins. */
  public void done(String phase) {
    long now = System.nanoTime();
    LOG.info("Start: {} {} s", phase, String.format(Locale.ROOT, "%.1f", (now - since) / 1e9));
    since = now;
  }
}
