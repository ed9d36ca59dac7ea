package health.salus.storage.sealing;

import health.salus.storage.body.Loss;
import health.salus.storage.key.KeyRewrapping;
import health.salus.storage.key.KeyRing;
import health.salus.storage.key.KeyRotation;
import health.salus.storage.key.KeyStoreTable.KeyCount;
import health.salus.storage.key.SealingFailure;
import health.salus.storage.sealing.IndexRenewal.Rows;
import health.salus.storage.sweep.JobProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key jobs of an administrator, one at a time, in the background. Each job stops with the server
 * and resumes when the server starts again. Thread-safe.
 */
public final class KeyJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyJobs.class);
  private static final int MAX_FAULTS = 1000;
  private static final String RUNNING = "RUNNING";
  private static final String FAILED = "FAILED";

  private final KeyRing keys;
  private final KeyRotation rotation;
  private final Resealing resealing;
  private final SealingState state;
  private final IndexRenewal renewal;
  private final Optional<IndexRotation> indexRotation;
  private final KeyJobAudit audit;
  private final LossReports losses;
  private Optional<Thread> running = Optional.empty();
  private volatile JobProgress progress = new JobProgress(() -> true);
  private volatile Report report = new Report("none", "DONE", 0, "", List.of());
  private volatile boolean stopped;

  /**
   * Jobs on these keys.
   *
   * @param indexRotation none if the search index is not sealed
   * @param audit is told who started what and how it ended
   * @param losses is told what is not as it was sealed
   */
  KeyJobs(
      KeyRing keys,
      KeyRotation rotation,
      Resealing resealing,
      SealingState state,
      IndexRenewal renewal,
      Optional<IndexRotation> indexRotation,
      KeyJobAudit audit,
      LossReports losses) {
    this.keys = keys;
    this.rotation = rotation;
    this.resealing = resealing;
    this.state = state;
    this.renewal = renewal;
    this.indexRotation = indexRotation;
    this.audit = audit;
    this.losses = losses;
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

  /** The result of a job; it failed if work is left. */
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

  /**
   * Wraps all keys by a new key-encryption key; false if something else is running.
   *
   * @param by who wants it
   */
  public boolean rotateKeyEncryptionKey(String by) {
    return start("rotate-kek", by, now -> wrapped(rotation.keyEncryptionKey(now)));
  }

  /** Gives a patient a new key and seals the patient's versions under it. */
  public boolean rotatePatient(String patient, String by) {
    return start(
        "rotate-patient",
        by,
        now -> {
          rotation.patient(patient);
          return Result.done(resealing.run(now).toString());
        });
  }

  /** Gives the search index a new key and makes its rows under it. */
  boolean rotateIndex(String by) {
    return start("rotate-index", by, this::rotateIndex);
  }

  /** Seals versions that are in plain or under a retired key, and rebuilds the search index. */
  public boolean reseal(String by) {
    return start("reseal", by, this::reseal);
  }

  /** Goes on with what was stopped, and does what new settings ask for. */
  void resume() {
    boolean reseal = !state.isReached();
    boolean seal = !reseal && resealing.isDue();
    boolean wrap = rotation.isKeyEncryptionKeyDue();
    boolean index = indexRotation.filter(IndexRotation::isBegun).isPresent();
    List<Job> due = new ArrayList<>();
    if (wrap) {
      due.add(now -> wrapped(rotation.wrapAgain(now)));
    }
    if (reseal) {
      due.add(this::reseal);
    }
    if (seal) {
      due.add(now -> Result.done(resealing.run(now).toString()));
    }
    if (index) {
      due.add(this::rotateIndex);
    }
    if (!due.isEmpty()) {
      start("resume", "Salus", now -> all(due, now));
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
  public boolean verify(String by) {
    return start(
        "verify",
        by,
        now -> {
          List<String> faults = resealing.verify(now);
          faults.forEach(this::alert);
          return new Result(faults.size() + " versions are not as they were sealed", false, faults);
        });
  }

  private static Result wrapped(KeyRewrapping.Wrapped wrapped) {
    return new Result(
        wrapped.keys() + " keys wrapped again", !wrapped.faults().isEmpty(), wrapped.faults());
  }

  /** Says what was not said when it was opened. What lies in plain may be waiting for its turn. */
  private void alert(String fault) {
    int colon = fault.lastIndexOf(": ");
    Loss loss = Loss.valueOf(fault.substring(colon + 2));
    boolean open = loss == Loss.MISPLACED || loss == Loss.ROLLED_BACK;
    if (open || (loss == Loss.NOT_SEALED && state.isReached())) {
      losses.report(loss, fault.substring(0, colon), Optional.empty());
    }
  }

  /** Data that other servers left exists only until all was sealed once. */
  private Result reseal(JobProgress now) {
    List<String> faults = new ArrayList<>(state.isReached() ? List.of() : resealing.adopt(now));
    Resealing.Sealed sealed = resealing.run(now);
    now.enter("making the search index anew");
    faults.addAll(renewal.run(Rows.ALL, now));
    if (faults.isEmpty() && !stopped) {
      if (sealed.versions() > 0 && !state.isReached()) {
        LOG.info(
            "Old copies of what was plain stay in the database's files until they are rewritten:"
                + " docs/security.md says how");
      }
      state.reached();
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

  private synchronized boolean start(String name, String by, Job job) {
    if (stopped || running.filter(Thread::isAlive).isPresent()) {
      return false;
    }
    JobProgress now = new JobProgress(() -> stopped);
    progress = now;
    report = new Report(name, RUNNING, 0, "", List.of());
    LOG.info("Keys: {} started by {}", name, by);
    audit.started(name, by);
    Thread thread = new Thread(() -> run(name, by, job, now), "keys");
    thread.setDaemon(true);
    running = Optional.of(thread);
    thread.start();
    return true;
  }

  private void run(String name, String by, Job job, JobProgress now) {
    Report end = ended(name, job, now);
    audit.ended(end, by); // first said, so that whoever waits for the end finds it said soon
    report = end;
    if (end.state().equals(FAILED)) {
      LOG.error("ALERT: keys: {} of {} failed: {}", name, by, end.result());
    } else {
      LOG.info("Keys: {} of {} {}, {}", name, by, end.state(), end.result());
    }
  }

  private Report ended(String name, Job job, JobProgress now) {
    try {
      Result result = job.run(now);
      String end = stopped ? "STOPPED" : result.failed() ? FAILED : "DONE";
      List<String> faults = result.faults();
      List<String> first = faults.subList(0, Math.min(MAX_FAULTS, faults.size()));
      return new Report(name, end, now.looked(), result.text(), first);
    } catch (SealingFailure e) {
      return new Report(name, FAILED, now.looked(), String.valueOf(e.getMessage()), List.of());
    } catch (RuntimeException e) {
      LOG.error("ALERT: keys: {} failed with {}", name, e.getClass().getName());
      return new Report(name, FAILED, now.looked(), "see the log", List.of());
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
