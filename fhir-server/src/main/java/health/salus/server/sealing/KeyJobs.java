package health.salus.server.sealing;

import health.salus.server.sealing.KeyStoreTable.KeyCount;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an administrator does with the keys: one thing at a time, beside the requests. Each job can
 * be stopped with the server and started again. Thread-safe.
 */
public final class KeyJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyJobs.class);
  private static final int MAX_FAULTS = 1000;

  private final KeyRing keys;
  private final KeyRotation rotation;
  private final Resealing resealing;
  private final SealingState state;
  private final Runnable indexRenewal;
  private Optional<Thread> running = Optional.empty();
  private volatile Report report = new Report("none", "DONE", 0, "", List.of());
  private volatile boolean stopped;

  KeyJobs(
      KeyRing keys,
      KeyRotation rotation,
      Resealing resealing,
      SealingState state,
      Runnable indexRenewal) {
    this.state = state;
    this.indexRenewal = indexRenewal;
    this.keys = keys;
    this.rotation = rotation;
    this.resealing = resealing;
  }

  /**
   * How the last job is doing.
   *
   * @param state RUNNING, DONE, STOPPED or FAILED
   * @param looked how many versions were looked at
   * @param faults of {@code verify}: addresses and reasons
   */
  public record Report(String job, String state, long looked, String result, List<String> faults) {
    public Report {
      faults = List.copyOf(faults);
    }
  }

  /** What a job found. */
  private record Result(String text, List<String> faults) {}

  /** How many keys there are, of each kind. */
  List<KeyCount> counts() {
    return keys.table().counts();
  }

  public Report report() {
    return report;
  }

  /** Wraps all keys by a new key-encryption key; false if something else is running. */
  public boolean rotateKeyEncryptionKey() {
    return start(
        "rotate-kek",
        looked -> new Result(rotation.keyEncryptionKey() + " keys wrapped again", List.of()));
  }

  /** Gives a patient a new key and seals the patient's versions under it. */
  public boolean rotatePatient(String patient) {
    return start(
        "rotate-patient",
        looked -> {
          rotation.patient(patient);
          return new Result(reseal(looked), List.of());
        });
  }

  /** Seals what is in plain or under a retired key, and has the search index made anew. */
  public boolean reseal() {
    return start(
        "reseal",
        looked -> {
          String sealed = reseal(looked);
          boolean some = looked.get() > 0 && !stopped;
          if (some) {
            indexRenewal.run(); // a job that HAPI keeps in the database until it is done
          }
          if (!stopped) {
            state.reached();
          }
          return new Result(
              some ? sealed + ", the search index is being made anew" : sealed, List.of());
        });
  }

  /** The same, unless it was done for these settings. */
  void resealWhereSettingsAreNew() {
    if (!state.isReached()) {
      reseal();
    }
  }

  /** Opens everything, to see that it can be. */
  public boolean verify() {
    return start(
        "verify",
        looked -> {
          List<String> faults = resealing.verify(() -> stopped, looked::set);
          return new Result(
              faults.size() + " versions are not as they were sealed",
              faults.subList(0, Math.min(MAX_FAULTS, faults.size())));
        });
  }

  private String reseal(AtomicLong looked) {
    return resealing.run(() -> stopped, looked::set) + " versions sealed anew";
  }

  /** A job, which keeps its progress in the number. */
  @FunctionalInterface
  private interface Job {
    Result run(AtomicLong looked);
  }

  private synchronized boolean start(String name, Job job) {
    if (stopped || running.filter(Thread::isAlive).isPresent()) {
      return false;
    }
    AtomicLong looked = new AtomicLong();
    report = new Report(name, "RUNNING", 0, "", List.of());
    Thread thread = new Thread(() -> run(name, () -> job.run(looked), looked), "keys");
    thread.setDaemon(true);
    running = Optional.of(thread);
    thread.start();
    return true;
  }

  private void run(String name, Supplier<Result> job, AtomicLong looked) {
    try {
      Result result = job.get();
      String state = stopped ? "STOPPED" : "DONE";
      report = new Report(name, state, looked.get(), result.text(), result.faults());
      LOG.info("Keys: {} {}, {}", name, state, result.text());
    } catch (SealingFailure e) {
      report = new Report(name, "FAILED", looked.get(), String.valueOf(e.getMessage()), List.of());
      LOG.error("ALERT: keys: {} failed: {}", name, e.getMessage());
    } catch (RuntimeException e) {
      report = new Report(name, "FAILED", looked.get(), "see the log", List.of());
      LOG.error("ALERT: keys: {} failed with {}", name, e.getClass().getName());
    }
  }

  @Override
  public void close() {
    stopped = true;
    Optional<Thread> last;
    synchronized (this) {
      last = running;
    }
    try {
      if (last.isPresent()) {
        last.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
