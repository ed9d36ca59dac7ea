package health.salus.ml.predict;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordNeeds;
import org.hl7.fhir.r4.model.IdType;

/**
 * Reads a patient's resources with the rights of the caller, so a prediction reveals no more than
 * reading does.
 */
public interface PatientRecords {
  /** Throws {@code ResourceNotFoundException} if the caller can see no such patient. */
  PatientRecord read(IdType patient, RecordNeeds needs, RequestDetails caller);
}
