package health.salus.ml.model;

import health.salus.ml.feature.PatientRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * The patients whose data are used for training.
 *
 * @param managingOrganization only patients of this organization; all without
 * @param minimumAge in years, at the index time
 */
public record Cohort(@Nullable String managingOrganization, int minimumAge) {
  public boolean includes(PatientRecord patientRecord) {
    return patientRecord.patients().stream()
        .anyMatch(
            patient ->
                managingOrganization == null
                    || managingOrganization.equals(
                        patient.getManagingOrganization().getReference()));
  }

  public boolean isOldEnough(PatientRecord patientRecord, Instant indexTime) {
    return minimumAge == 0
        || patientRecord.patients().stream()
            .filter(Patient::hasBirthDate)
            .anyMatch(patient -> ageAt(patient, indexTime) >= minimumAge);
  }

  private static long ageAt(Patient patient, Instant indexTime) {
    return ChronoUnit.YEARS.between(
        patient.getBirthDate().toInstant().atZone(ZoneOffset.UTC),
        indexTime.atZone(ZoneOffset.UTC));
  }
}
