package health.salus.cdshooks.service;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * This server's data of one patient, read with the rights of the hook's caller, never as the
 * system. One per call.
 */
@FunctionalInterface
public interface PatientData {
  /**
   * Runs FHIR reads and type-level searches relative to the server's base. Empty if the patient
   * does not exist or is hidden from the caller.
   */
  Optional<List<Resource>> read(String patientId, List<String> queries);
}
