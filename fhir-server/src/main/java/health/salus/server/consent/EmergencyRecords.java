package health.salus.server.consent;

import java.time.Instant;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * Records an emergency access: an event that the patient can read, and a task in the queue of the
 * privacy officer. Both belong to the patient.
 */
final class EmergencyRecords {
  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  private static final String TASK_CODE = "https://salus.health/fhir/CodeSystem/task-code";

  private EmergencyRecords() {}

  /**
   * A transaction that writes both.
   *
   * @param person relative reference to who breaks the glass
   * @param patient logical id
   */
  static Bundle of(String person, String patient, String purpose, String reason, Instant now) {
    AuditEvent event = event(person, patient, purpose, reason, now);
    Task task = task(person, patient, reason, now);
    task.setFocus(new Reference("urn:uuid:00000000-0000-4000-8000-000000000001"));
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    bundle
        .addEntry()
        .setFullUrl("urn:uuid:00000000-0000-4000-8000-000000000001")
        .setResource(event)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("AuditEvent");
    bundle.addEntry().setResource(task).getRequest().setMethod(HTTPVerb.POST).setUrl("Task");
    return bundle;
  }

  private static AuditEvent event(
      String person, String patient, String purpose, String reason, Instant now) {
    AuditEvent event = new AuditEvent();
    event.setType(new Coding(DICOM, "110113", "Security Alert"));
    event.addSubtype(new Coding(DICOM, "110127", "Emergency Override Started"));
    event.setAction(AuditEventAction.E).setOutcome(AuditEventOutcome._0);
    event.setRecordedElement(new InstantType(now.toString()));
    event.setOutcomeDesc(reason);
    event.addPurposeOfEvent(
        new CodeableConcept(new Coding().setSystem(ACT_REASON).setCode(purpose)));
    event.addAgent().setRequestor(true).setWho(new Reference(person));
    event.getSource().setObserver(new Reference().setDisplay("Salus"));
    event.addEntity().setWhat(new Reference("Patient/" + patient));
    return event;
  }

  private static Task task(String person, String patient, String reason, Instant now) {
    Task task = new Task();
    task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
    task.setPriority(TaskPriority.URGENT);
    task.setCode(
        new CodeableConcept(
            new Coding(TASK_CODE, "review-emergency-access", "Review emergency access")));
    task.setFor(new Reference("Patient/" + patient));
    task.setRequester(new Reference(person));
    task.setDescription(reason);
    task.setAuthoredOnElement(new DateTimeType(now.toString()));
    return task;
  }
}
