package health.salus.ml.feature;

import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * The resources of one patient that may be used, the Patient among them.
 *
 * @param patientId the logical id; it groups rows by patient and never leaves the process
 * @param complete whether these are all resources that were asked for; a part is never scored
 */
public record PatientRecord(String patientId, List<Resource> resources, boolean complete) {
  public PatientRecord {
    resources = List.copyOf(resources);
  }

  /** A complete record. */
  public PatientRecord(String patientId, List<Resource> resources) {
    this(patientId, resources, true);
  }

  public PatientRecord only(RecordNeeds needs) {
    return new PatientRecord(
        patientId, resources.stream().filter(needs::includes).toList(), complete);
  }

  public List<Patient> patients() {
    return resources.stream().filter(Patient.class::isInstance).map(Patient.class::cast).toList();
  }
}
