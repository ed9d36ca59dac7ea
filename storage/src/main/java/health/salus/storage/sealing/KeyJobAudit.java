package health.salus.storage.sealing;

import java.time.Clock;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;

/** Writes audit events for key jobs: who started which job, and how it ended. Thread-safe. */
final class KeyJobAudit {
  private static final String JOBS = "https://salus.health/fhir/CodeSystem/key-job";

  private final SystemEvents events;
  private final Clock clock;

  KeyJobAudit(SystemEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * A job was started.
   *
   * @param by who, as the caller's name, or the server itself
   */
  void started(String job, String by) {
    write(job, by, AuditEventOutcome._0, "STARTED");
  }

  /** It ended. */
  void ended(KeyJobs.Report report, String by) {
    AuditEventOutcome outcome =
        report.state().equals("FAILED") ? AuditEventOutcome._8 : AuditEventOutcome._0;
    write(report.job(), by, outcome, report.state() + " " + report.result());
  }

  private void write(String job, String by, AuditEventOutcome outcome, String text) {
    AuditEvent event =
        SystemEvents.event(
            SystemEvents.activity(),
            new Coding().setSystem(JOBS).setCode(job),
            outcome,
            by,
            clock.instant());
    event.setOutcomeDesc(text);
    events.later(() -> Optional.of(event));
  }
}
