package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/**
 * The proxies of patients: for whom a RelatedPerson stands, and how. Read as the system, because it
 * decides what the person may read. Listed in docs/system-acts.md. Thread-safe.
 */
final class ProxiesAsSystem {
  private static final String ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

  /** Codes of v3-RoleCode below PRN, and grandparents. */
  private static final Set<String> PARENTAL =
      Set.of(
          "PRN",
          "FTH",
          "MTH",
          "NPRN",
          "NFTH",
          "NMTH",
          "NFTHF",
          "GESTM",
          "STPPRN",
          "STPFTH",
          "STPMTH",
          "PRNFOST",
          "FTHFOST",
          "MTHFOST",
          "ADOPTP",
          "ADOPTF",
          "ADOPTM",
          "PRNINLAW",
          "GRPRN",
          "GRFTH",
          "GRMTH");

  private final DaoRegistry daos;

  ProxiesAsSystem(DaoRegistry daos) {
    this.daos = daos;
  }

  /**
   * How somebody stands for a patient.
   *
   * @param patient logical id
   * @param birthDate of the patient; a year or month counts from its last day
   */
  record Proxy(String patient, boolean parental, Optional<LocalDate> birthDate) {}

  /** Empty if there is no such person or patient. */
  Optional<Proxy> of(String relatedPerson) {
    return read(RelatedPerson.class, new IdType(relatedPerson))
        .flatMap(
            person ->
                read(Patient.class, new IdType(person.getPatient().getReference()))
                    .map(
                        patient ->
                            new Proxy(
                                patient.getIdElement().getIdPart(),
                                parental(person),
                                birthDate(patient))));
  }

  private static boolean parental(RelatedPerson person) {
    return person.getRelationship().stream()
        .flatMap(concept -> concept.getCoding().stream())
        .anyMatch(
            coding -> ROLE_CODE.equals(coding.getSystem()) && PARENTAL.contains(coding.getCode()));
  }

  private static Optional<LocalDate> birthDate(Patient patient) {
    String text = patient.getBirthDateElement().getValueAsString();
    if (text == null) {
      return Optional.empty();
    }
    return switch (text.length()) {
      case 4 -> Optional.of(LocalDate.parse(text + "-12-31"));
      case 7 -> Optional.of(LocalDate.parse(text + "-01").plusMonths(1).minusDays(1));
      default -> Optional.of(LocalDate.parse(text));
    };
  }

  private <T extends Resource> Optional<T> read(Class<T> type, IdType id) {
    if (!id.hasIdPart()) {
      return Optional.empty();
    }
    try {
      IdType address = new IdType(type.getSimpleName(), id.getIdPart());
      return Optional.of(daos.getResourceDao(type).read(address, new SystemRequestDetails()));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }
}
