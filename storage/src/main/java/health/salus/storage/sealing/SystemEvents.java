package health.salus.storage.sealing;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes AuditEvents of what the server does or notices by itself, one after the other, beside the
 * requests. What is said before it was started waits. Thread-safe.
 */
public final class SystemEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SystemEvents.class);
  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";

  /** More at once would be one fault with many faces; the log names them, too. */
  private static final int MAX_WAITING = 10_000;

  private static final long LAST_WORDS_MILLIS = 5_000;

  private final BlockingQueue<Supplier<Optional<AuditEvent>>> waiting =
      new LinkedBlockingQueue<>(MAX_WAITING);
  private Optional<Thread> writer = Optional.empty();
  private volatile boolean stopped;

  SystemEvents() {}

  /** A security alert. */
  static Coding alert() {
    return new Coding(DICOM, "110113", "Security Alert");
  }

  /** Something that an application does. */
  static Coding activity() {
    return new Coding(DICOM, "110100", "Application Activity");
  }

  /** An event that is to be completed. */
  static AuditEvent event(
      Coding type, Coding subtype, AuditEventOutcome outcome, String by, Instant now) {
    AuditEvent event = new AuditEvent();
    event.setType(type).addSubtype(subtype);
    event.setAction(AuditEventAction.E).setOutcome(outcome);
    event.setRecordedElement(new InstantType(now.toString()));
    event.addAgent().setRequestor(false).setWho(new Reference().setDisplay(by));
    event.getSource().setObserver(new Reference().setDisplay("Salus"));
    return event;
  }

  /** Has an event written, unless there is none after all; never waits. */
  void later(Supplier<Optional<AuditEvent>> event) {
    if (!waiting.offer(event)) {
      LOG.error("ALERT: too many events at once; one is missing in the audit trail");
    }
  }

  /**
   * Writes what waits and what comes.
   *
   * @param store stores one, as the system
   */
  synchronized SystemEvents start(Consumer<AuditEvent> store) {
    Thread thread = new Thread(() -> run(store), "events");
    thread.setDaemon(true);
    thread.start();
    writer = Optional.of(thread);
    return this;
  }

  private void run(Consumer<AuditEvent> store) {
    try {
      while (!stopped || !waiting.isEmpty()) {
        Supplier<Optional<AuditEvent>> next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          write(next, store);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The named resource may be deleted by now; the event is then stored without that name. */
  private static void write(Supplier<Optional<AuditEvent>> next, Consumer<AuditEvent> store) {
    try {
      Optional<AuditEvent> event = next.get();
      if (event.isPresent() && !isStored(event.get(), store)) {
        event.get().getEntity().forEach(entity -> entity.setWhat(new Reference()));
        store.accept(event.get());
      }
    } catch (RuntimeException e) { // nobody else would hear of it
      LOG.error("ALERT: an event is missing in the audit trail: {}", e.getClass().getName());
    }
  }

  private static boolean isStored(AuditEvent event, Consumer<AuditEvent> store) {
    try {
      store.accept(event);
      return true;
    } catch (RuntimeException e) { // said if it fails again
      LOG.debug("Not stored as it is: {}", e.getClass().getName());
      return false;
    }
  }

  @Override
  public void close() {
    stopped = true;
    Optional<Thread> last;
    synchronized (this) {
      last = writer;
    }
    try {
      if (last.isPresent()) {
        last.get().join(LAST_WORDS_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
