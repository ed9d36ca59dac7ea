package health.salus.server.smart;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.server.access.PatientsOfUserAsSystem;
import health.salus.smart.page.Choice;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/**
 * Patients to pick from, read as the system, since nobody has a token yet: clinicians and
 * administrators may pick any patient, a patient the own record, a parent the one it stands for,
 * and nobody else any. What an app reads later is decided again, under its token.
 */
public final class PatientDirectoryAsSystem implements PatientDirectory {
  private static final int MAX_WORDS = 5;

  private final DaoRegistry daos;
  private final PatientsOfUserAsSystem patientsOfUser;

  public PatientDirectoryAsSystem(DaoRegistry daos, PatientsOfUserAsSystem patientsOfUser) {
    this.daos = daos;
    this.patientsOfUser = patientsOfUser;
  }

  @Override
  public List<Choice> patients(User user, String query, int limit) {
    if (!reachesAll(user)) {
      return own(user).stream().flatMap(id -> read(id).stream()).map(PatientChoices::of).toList();
    }
    SearchParameterMap map = new SearchParameterMap();
    Stream.of(query.strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .limit(MAX_WORDS)
        .forEach(word -> map.add("name", new StringParam(word)));
    map.setSort(new SortSpec("family").setChain(new SortSpec("given")));
    return search("Patient", map, limit).stream()
        .map(Patient.class::cast)
        .map(PatientChoices::of)
        .toList();
  }

  @Override
  public Optional<Choice> patient(User user, String id) {
    boolean reached = reachesAll(user) || own(user).contains(id);
    return reached ? read(id).map(PatientChoices::of) : Optional.empty();
  }

  @Override
  public List<Choice> encounters(User user, String patientId, int limit) {
    if (patient(user, patientId).isEmpty()) {
      return List.of();
    }
    SearchParameterMap map =
        new SearchParameterMap().add("patient", new ReferenceParam("Patient/" + patientId));
    map.setSort(new SortSpec("date", SortOrderEnum.DESC));
    return search("Encounter", map, limit).stream()
        .map(Encounter.class::cast)
        .map(PatientChoices::of)
        .toList();
  }

  @Override
  public Optional<Choice> encounter(User user, String patientId, String id) {
    if (patient(user, patientId).isEmpty()) {
      return Optional.empty();
    }
    return read("Encounter", id)
        .map(Encounter.class::cast)
        .filter(
            encounter ->
                encounter.getSubject().getReference() != null
                    && encounter.getSubject().getReference().equals("Patient/" + patientId))
        .map(PatientChoices::of);
  }

  private static boolean reachesAll(User user) {
    return user.is(Role.CLINICIAN) || user.is(Role.ADMIN);
  }

  /** The patients whose records the user may see as themselves. */
  private Set<String> own(User user) {
    return user.fhirUser().map(patientsOfUser::of).orElse(Set.of());
  }

  private Optional<Patient> read(String id) {
    return read("Patient", id).map(Patient.class::cast);
  }

  private Optional<IBaseResource> read(String type, String id) {
    try {
      return Optional.of(
          daos.getResourceDao(type).read(new IdType(type, id), new SystemRequestDetails()));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  private List<IBaseResource> search(String type, SearchParameterMap map, int limit) {
    map.setLoadSynchronousUpTo(limit);
    return daos.getResourceDao(type).search(map, new SystemRequestDetails()).getResources(0, limit);
  }
}
