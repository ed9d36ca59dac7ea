package health.salus.server.sealing;

import health.salus.server.sealing.IndexRenewal.Rows;
import health.salus.server.sealing.KeyStoreTable.KeyCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an administrator does with the keys: one thing at a time, beside the requests. Each job can
 * be stopped with the server, and goes on when it starts again. Thread-safe.
 */
public final class KeyJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyJobs.class);
  private static final int MAX_FAULTS = 1000;
  private static final String RUNNING = "RUNNING";

  private final KeyRing keys;
  private final KeyRotation rotation;
  private final Resealing resealing;
  private final SealingState state;
  private final IndexRenewal renewal;
  private final Optional<IndexRotation> indexRotation;
  private Optional<Thread> running = Optional.empty();
  private volatile JobProgress progress = new JobProgress(() -> true);
  private volatile Report report = new Report("none", "DONE", 0, "", List.of());
  private volatile boolean stopped;

  /**
   * Jobs on these keys.
   *
   * @param indexRotation none if the search index is not sealed
   */
  KeyJobs(
      KeyRing keys,
      KeyRotation rotation,
      Resealing resealing,
      SealingState state,
      IndexRenewal renewal,
      Optional<IndexRotation> indexRotation) {
    this.keys = keys;
    this.rotation = rotation;
    this.resealing = resealing;
    this.state = state;
    this.renewal = renewal;
    this.indexRotation = indexRotation;
  }

  /**
   * How the last job is doing.
   *
   * @param state RUNNING, DONE, STOPPED or FAILED
   * @param looked how many versions or resources were looked at
   * @param result while it runs: what it is doing
   * @param faults addresses and reasons
   */
  public record Report(String job, String state, long looked, String result, List<String> faults) {
    public Report {
      faults = List.copyOf(faults);
    }
  }

  /** What a job did; it failed if something is left to be done. */
  private record Result(String text, boolean failed, List<String> faults) {
    static Result done(String text) {
      return new Result(text, false, List.of());
    }
  }

  /** How many keys there are, of each kind. */
  List<KeyCount> counts() {
    return keys.table().counts();
  }

  public Report report() {
    Report last = report;
    JobProgress now = progress;
    return last.state().equals(RUNNING)
        ? new Report(last.job(), RUNNING, now.looked(), now.phase(), List.of())
        : last;
  }

  /** Whether the search index has keys that can be rotated. */
  boolean hasIndexKeys() {
    return indexRotation.isPresent();
  }

  /** Wraps all keys by a new key-encryption key; false if something else is running. */
  public boolean rotateKeyEncryptionKey() {
    return start(
        "rotate-kek", now -> Result.done(rotation.keyEncryptionKey(now) + " keys wrapped again"));
  }

  /** Gives a patient a new key and seals the patient's versions under it. */
  public boolean rotatePatient(String patient) {
    return start(
        "rotate-patient",
        now -> {
          rotation.patient(patient);
          return Result.done(seal(now));
        });
  }

  /** Gives the search index a new key and makes its rows under it. */
  boolean rotateIndex() {
    return start("rotate-index", this::rotateIndex);
  }

  /** Seals what is in plain or under a retired key, and makes the search index anew. */
  public boolean reseal() {
    return start("reseal", this::reseal);
  }

  /** Goes on with what was stopped, and does what new settings ask for. */
  void resume() {
    boolean reseal = !state.isReached();
    boolean seal = !reseal && keys.table().isRetiring();
    boolean wrap = rotation.isKeyEncryptionKeyDue();
    boolean index = indexRotation.filter(IndexRotation::isBegun).isPresent();
    List<Job> due = new ArrayList<>();
    if (wrap) {
      due.add(now -> Result.done(rotation.wrapAgain(now) + " keys wrapped again"));
    }
    if (reseal) {
      due.add(this::reseal);
    }
    if (seal) {
      due.add(now -> Result.done(seal(now)));
    }
    if (index) {
      due.add(this::rotateIndex);
    }
    if (!due.isEmpty()) {
      start("resume", now -> all(due, now));
    }
  }

  private static Result all(List<Job> due, JobProgress now) {
    List<String> texts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    boolean failed = false;
    for (Job job : due) {
      Result result = job.run(now);
      texts.add(result.text());
      faults.addAll(result.faults());
      failed |= result.failed();
    }
    return new Result(String.join("; ", texts), failed, faults);
  }

  /** Opens everything, to see that it can be. */
  public boolean verify() {
    return start(
        "verify",
        now -> {
          List<String> faults = resealing.verify(now);
          return new Result(faults.size() + " versions are not as they were sealed", false, faults);
        });
  }

  private String seal(JobProgress now) {
    return resealing.run(now) + " versions sealed anew";
  }

  private Result reseal(JobProgress now) {
    List<String> faults = new ArrayList<>(resealing.adopt(now));
    String sealed = seal(now);
    now.enter("making the search index anew");
    faults.addAll(renewal.run(Rows.ALL, now));
    if (faults.isEmpty() && !stopped) {
      state.reached();
      LOG.info(
          "Old copies of what was plain stay in the database's files until they are rewritten:"
              + " docs/security.md says how");
    }
    return indexed(sealed + ", the search index made anew", faults);
  }

  private Result rotateIndex(JobProgress now) {
    List<String> faults = indexRotation.orElseThrow().run(now);
    return indexed("the search index has another key", faults);
  }

  private static Result indexed(String text, List<String> faults) {
    return faults.isEmpty()
        ? Result.done(text)
        : new Result(faults.size() + " faults are left; mend them and start again", true, faults);
  }

  @FunctionalInterface
  private interface Job {
    Result run(JobProgress progress);
  }

  private synchronized boolean start(String name, Job job) {
    if (stopped || running.filter(Thread::isAlive).isPresent()) {
      return false;
    }
    JobProgress now = new JobProgress(() -> stopped);
    progress = now;
    report = new Report(name, RUNNING, 0, "", List.of());
    Thread thread = new Thread(() -> run(name, job, now), "keys");
    thread.setDaemon(true);
    running = Optional.of(thread);
    thread.start();
    return true;
  }

  private void run(String name, Job job, JobProgress now) {
    try {
      Result result = job.run(now);
      String end = stopped ? "STOPPED" : result.failed() ? "FAILED" : "DONE";
      List<String> faults = result.faults();
      finish(name, end, now, result.text(), faults.subList(0, Math.min(MAX_FAULTS, faults.size())));
    } catch (SealingFailure e) {
      finish(name, "FAILED", now, String.valueOf(e.getMessage()), List.of());
    } catch (RuntimeException e) {
      LOG.error("ALERT: keys: {} failed with {}", name, e.getClass().getName());
      finish(name, "FAILED", now, "see the log", List.of());
    }
  }

  private void finish(
      String name, String end, JobProgress now, String result, List<String> faults) {
    report = new Report(name, end, now.looked(), result, faults);
    if (end.equals("FAILED")) {
      LOG.error("ALERT: keys: {} failed: {}", name, result);
    } else {
      LOG.info("Keys: {} {}, {}", name, end, result);
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
