package health.salus.storage.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.body.Loss;
import health.salus.storage.key.KeyRing;
import health.salus.storage.key.RetiringKeys;
import health.salus.storage.key.RunningTransactions;
import health.salus.storage.sweep.JobProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Seals versions that are stored in plain or under a retired key, while the server runs. It can be
 * stopped and started at any time: finished work is not repeated.
 */
final class Resealing {
  /** Twice the age of what a node knows, since a thread may rest before its transaction begins. */
  private static final Duration NODES_KNOW_AFTER = KeyRing.ACTIVE_MAX_AGE.multipliedBy(2);

  private final SealedTable versions;
  private final SealedBodies bodies;
  private final RetiringKeys retiring;
  private final RunningTransactions transactions;
  private final FhirContext fhirContext;
  private final LargeBodies largeBodies;
  private final PlainTraces traces;

  Resealing(
      SealedTable versions,
      SealedBodies bodies,
      RetiringKeys retiring,
      RunningTransactions transactions,
      FhirContext fhirContext,
      LargeBodies largeBodies,
      PlainTraces traces) {
    this.versions = versions;
    this.bodies = bodies;
    this.retiring = retiring;
    this.transactions = transactions;
    this.fhirContext = fhirContext;
    this.largeBodies = largeBodies;
    this.traces = traces;
  }

  /**
   * Makes what another HAPI server wrote into what this one would have.
   *
   * @return what stays in plain
   */
  List<String> adopt(JobProgress progress) {
    progress.enter("clearing what other servers left");
    largeBodies.move(progress);
    return traces.delete();
  }

  /** The result of a run. */
  record Sealed(long versions, int keysDestroyed) {
    @Override
    public String toString() {
      return "%d versions sealed anew, %d retired keys destroyed"
          .formatted(versions, keysDestroyed);
    }
  }

  /** Whether keys are on their way out. */
  boolean isDue() {
    return !retiring.owners().isEmpty();
  }

  /**
   * Goes through all versions once, and destroys the retired keys under which none is left. It
   * begins when no node writes under a retired key any more.
   */
  Sealed run(JobProgress progress) {
    Map<KeyId, String> owners = retiring.owners();
    if (!owners.isEmpty()) {
      transactions.awaitThoseBefore(NODES_KNOW_AFTER, progress);
    }
    progress.enter("sealing versions");
    AtomicLong sealed = new AtomicLong();
    versions.sweep(progress, row -> sealed.addAndGet(reseal(row, owners) ? 1 : 0));
    if (progress.isStopped() || owners.isEmpty()) {
      return new Sealed(sealed.get(), 0);
    }
    retiring.retired(owners.keySet());
    return new Sealed(sealed.get(), destroy(owners.keySet(), progress));
  }

  /**
   * A transaction may write back a body that it read before its row was sealed again. So keys that
   * are still named stay for the next run, and so do those of damaged bodies.
   */
  private int destroy(Set<KeyId> retired, JobProgress progress) {
    transactions.awaitThoseBefore(Duration.ZERO, progress);
    if (progress.isStopped()) {
      return 0;
    }
    Set<KeyId> unused = new HashSet<>(retired);
    unused.removeAll(versions.keysInUse());
    retiring.destroy(unused);
    return unused.size();
  }

  private boolean reseal(SealedTable.Row row, Map<KeyId, String> retired) {
    Optional<StoredText> stored = StoredText.read(row.text());
    if (stored.isEmpty()) {
      return bodies.seals(row.type()) && exchange(row, row.text(), bodies.owner(parse(row)));
    }
    if (!(stored.get() instanceof StoredText.Sealed sealed)
        || !sealed.address().equals(row.address())) {
      return false;
    }
    Optional<String> owner = SealedBodies.keyOf(sealed).map(retired::get);
    return owner.isPresent()
        && bodies.open(sealed) instanceof SealedBodies.Opened.Body body
        && exchange(row, body.json(), owner.filter(patient -> !patient.isEmpty()));
  }

  private boolean exchange(SealedTable.Row row, String json, Optional<String> owner) {
    String sealed = bodies.sealAnew(json, row.address(), owner);
    return versions.exchange(row, sealed, bodies.digest(row.resource(), json));
  }

  private Resource parse(SealedTable.Row row) {
    Resource resource =
        (Resource)
            fhirContext
                .newJsonParser()
                .setParserErrorHandler(JpaStorageResourceParser.LENIENT_ERROR_HANDLER)
                .parseResource(row.text());
    resource.setId(new IdType(row.resource()));
    return resource;
  }

  /** Faults of stored versions, one line each with the address and the reason. */
  List<String> verify(JobProgress progress) {
    progress.enter("opening versions");
    List<String> faults = new ArrayList<>();
    versions.sweep(
        progress, row -> fault(row).ifPresent(fault -> faults.add(row.address() + ": " + fault)));
    return faults;
  }

  private Optional<String> fault(SealedTable.Row row) {
    Optional<StoredText> stored = StoredText.read(row.text());
    if (!(stored.orElse(null) instanceof StoredText.Sealed sealed)) {
      return Optional.of("NOT_SEALED");
    }
    if (!sealed.address().equals(row.address())) {
      return Optional.of(Loss.MISPLACED.name());
    }
    SealedBodies.Opened opened = bodies.open(sealed);
    if (opened instanceof SealedBodies.Opened.Lost lost) {
      return Optional.of(lost.loss().name());
    }
    String digest = ((SealedBodies.Opened.Body) opened).digest();
    return row.digest().isEmpty() || row.digest().equals(digest)
        ? Optional.empty()
        : Optional.of(Loss.ROLLED_BACK.name());
  }
}
