package health.salus.storage.sweep;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** How far a job is, for those who ask, and whether it is to stop, for the job. Thread-safe. */
public final class JobProgress {
  private final AtomicLong looked = new AtomicLong();
  private final BooleanSupplier stopped;
  private volatile String phase = "";

  public JobProgress(BooleanSupplier stopped) {
    this.stopped = stopped;
  }

  /** Counts what was looked at. */
  public void add(int more) {
    looked.addAndGet(more);
  }

  /** How many versions or resources were looked at. */
  public long looked() {
    return looked.get();
  }

  /** Says what is being done. */
  public void enter(String next) {
    phase = next;
  }

  public String phase() {
    return phase;
  }

  /** Whether the server stops; the job ends then and goes on at the next start. */
  public boolean isStopped() {
    return stopped.getAsBoolean();
  }
}
