package health.salus.server.caller;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * The patients whose records a person may see as themselves: a patient sees their own, a related
 * person that of the patient it is related to, while the relation is active and in its period. The
 * relation is read as the system, because it decides what the person may read. Listed in
 * docs/system-acts.md.
 */
public final class PatientsOfUserAsSystem {
  private final DaoRegistry daos;
  private final Clock clock;

  public PatientsOfUserAsSystem(DaoRegistry daos, Clock clock) {
    this.daos = daos;
    this.clock = clock;
  }

  /**
   * Logical ids of these patients; none for a user who is neither patient nor related person.
   *
   * @param fhirUser relative reference, such as {@code Patient/1}
   */
  public Set<String> of(String fhirUser) {
    IdType person = new IdType(fhirUser);
    if (!person.hasIdPart() || !person.hasResourceType()) {
      return Set.of();
    }
    return switch (person.getResourceType()) {
      case "Patient" -> Set.of(person.getIdPart());
      case "RelatedPerson" -> related(person);
      default -> Set.of();
    };
  }

  private Set<String> related(IdType person) {
    try {
      RelatedPerson relation =
          daos.getResourceDao(RelatedPerson.class)
              .read(person.toUnqualifiedVersionless(), new SystemRequestDetails());
      IdType patient = new IdType(relation.getPatient().getReference());
      boolean active = !relation.hasActive() || relation.getActive();
      return active && holdsNow(relation.getPeriod()) && "Patient".equals(patient.getResourceType())
          ? Set.of(patient.getIdPart())
          : Set.of();
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Set.of();
    }
  }

  private boolean holdsNow(Period period) {
    Instant now = clock.instant();
    boolean begun = !period.hasStart() || !period.getStart().toInstant().isAfter(now);
    return begun && (!period.hasEnd() || now.isBefore(end(period.getEndElement())));
  }

  /** The first instant after the end; a day, a month and a year last until they are over. */
  private static Instant end(DateTimeType end) {
    ZonedDateTime from = end.getValue().toInstant().atZone(ZoneId.systemDefault());
    return switch (end.getPrecision()) {
      case YEAR -> from.plusYears(1).toInstant();
      case MONTH -> from.plusMonths(1).toInstant();
      case DAY -> from.plusDays(1).toInstant();
      default -> from.toInstant();
    };
  }
}
