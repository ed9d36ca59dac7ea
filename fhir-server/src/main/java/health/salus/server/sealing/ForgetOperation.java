package health.salus.server.sealing;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * {@code POST Patient/[id]/$forget}: destroys the patient's keys and deletes the patient's
 * resources with all their versions. It cannot be undone, and a backup does not bring them back.
 * For who may read and write everything. The answer says what was destroyed and which resources
 * stay because they belong to others too. Thread-safe.
 */
public final class ForgetOperation {
  private final ForgottenPatients forgotten;
  private final DaoRegistry daos;
  private final Predicate<String> exists;
  private final Clock clock;

  ForgetOperation(
      ForgottenPatients forgotten, DaoRegistry daos, Predicate<String> exists, Clock clock) {
    this.forgotten = forgotten;
    this.daos = daos;
    this.exists = exists;
    this.clock = clock;
  }

  /** Forgets. */
  @Operation(name = "$forget", type = Patient.class)
  public Parameters forget(@IdParam IdType patient, RequestDetails request) {
    Caller caller = Callers.of(request).orElseThrow();
    Instant now = clock.instant();
    String id = patient.getIdPart();
    if (!exists.test(id)) {
      throw new ResourceNotFoundException("Resource Patient/%s is not known".formatted(id));
    }
    try {
      recordAsSystem(caller, id, now);
      return answer(forgotten.forget(id, now), now);
    } catch (IOException e) {
      throw new InternalErrorException("The list of forgotten patients cannot be written", e);
    }
  }

  /** First written down, then done. */
  private void recordAsSystem(Caller caller, String patient, Instant now) {
    AuditEvent event = new AuditEvent();
    event.setType(
        new Coding("http://dicom.nema.org/resources/ontology/DCM", "110110", "Patient Record"));
    event.addSubtype(
        new Coding(
            "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
            "destroy",
            "Destroy/Delete Record Lifecycle Event"));
    event.setAction(AuditEventAction.D).setOutcome(AuditEventOutcome._0);
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
    event.addEntity().setWhat(new Reference("Patient/" + patient)); // so it is the patient's
    daos.getResourceDao(AuditEvent.class).create(event, new SystemRequestDetails());
  }

  private static Parameters answer(PatientErasure.Erased erased, Instant now) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("recorded").setValue(new InstantType(now.toString()));
    answer.addParameter().setName("keysDestroyed").setValue(new IntegerType(erased.keys()));
    answer
        .addParameter()
        .setName("resourcesForgotten")
        .setValue(new IntegerType(erased.resources()));
    erased
        .shared()
        .forEach(
            address -> answer.addParameter().setName("remains").setValue(new Reference(address)));
    return answer;
  }
}
