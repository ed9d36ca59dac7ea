package health.salus.cdshooks.service;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * This server's own data of one patient, read as the caller of the hook and never as the system.
 * Bound to one call.
 */
@FunctionalInterface
public interface PatientData {
  /**
   * Runs FHIR reads and type-level searches relative to the server's base. Empty if the patient
   * does not exist or must not be known to the caller.
   */
  Optional<List<Resource>> read(String patientId, List<String> queries);
}
