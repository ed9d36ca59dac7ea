package health.salus.storage.forget;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.interceptors.auth.Caller;
import java.time.Instant;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Writes the audit trail of a forgetting: the request with its reason, the start and the
 * certificate. All of it belongs to the patient, so afterwards only exempt offices see it; and all
 * of it outlives the patient's data.
 */
final class ForgetRecords {
  private static final String STEP = "https://salus.health/fhir/CodeSystem/forget";

  private final DaoRegistry daos;

  ForgetRecords(DaoRegistry daos) {
    this.daos = daos;
  }

  /**
   * A forgetting is requested; returns {@code AuditEvent/id}. The salt belongs to the reason's
   * digest.
   */
  String requestedAsSystem(Caller caller, String patient, String reason, String salt, Instant now) {
    AuditEvent event = event(caller, new Coding(STEP, "requested", "Forgetting requested"), now);
    event.setAction(AuditEventAction.E).setOutcomeDesc(reason);
    event
        .addEntity()
        .setWhat(new Reference("Patient/" + patient)) // so it is the patient's
        .addDetail()
        .setType("reasonSalt")
        .setValue(new StringType(salt));
    return create(event);
  }

  /** It will be done next. */
  void destroyingAsSystem(Caller caller, String patient, Instant now) {
    Coding destroy =
        new Coding(
            "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
            "destroy",
            "Destroy/Delete Record Lifecycle Event");
    AuditEvent event = event(caller, destroy, now);
    event.setAction(AuditEventAction.D);
    event.addEntity().setWhat(new Reference("Patient/" + patient));
    create(event);
  }

  /**
   * It was done; returns {@code AuditEvent/id}. A forgotten patient cannot be referred to any more,
   * so this refers to the request, and is the patient's because that is.
   */
  String certifiedAsSystem(Caller caller, String request, String certificate, Instant now) {
    AuditEvent event = event(caller, new Coding(STEP, "certified", "Erasure certified"), now);
    event.setAction(AuditEventAction.C);
    event
        .addEntity()
        .setWhat(new Reference(request))
        .addDetail()
        .setType("certificate")
        .setValue(new StringType(certificate));
    return create(event);
  }

  private static AuditEvent event(Caller caller, Coding subtype, Instant now) {
    AuditEvent event = new AuditEvent();
    event.setType(
        new Coding("http://dicom.nema.org/resources/ontology/DCM", "110110", "Patient Record"));
    event.addSubtype(subtype);
    event.setOutcome(AuditEventOutcome._0);
    event.setRecordedElement(new InstantType(now.toString()));
    event
        .addAgent()
        .setRequestor(true)
        .setWho(
            caller
                .fhirUser()
                .map(Reference::new)
                .orElseGet(Reference::new)
                .setDisplay(caller.name()));
    event.getSource().setObserver(new Reference().setDisplay("Salus"));
    return event;
  }

  private String create(AuditEvent event) {
    return daos.getResourceDao(AuditEvent.class)
        .create(event, new SystemRequestDetails())
        .getId()
        .toUnqualifiedVersionless()
        .getValue();
  }
}
