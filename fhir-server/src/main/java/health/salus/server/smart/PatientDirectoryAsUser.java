package health.salus.server.smart;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Grant;
import health.salus.interceptors.auth.Interaction;
import health.salus.server.caller.PatientsOfUserAsSystem;
import health.salus.server.consent.Disclosures;
import health.salus.smart.page.Choice;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/**
 * Patients to pick from, before there is a token: clinicians, nurses and administrators may pick
 * any patient who lets them see the record, a patient the own one, a parent the one it stands for,
 * and nobody else any. It reads with the user's own rights, so whom the user may not see is not
 * offered. What an app reads later is decided again, under its token.
 */
public final class PatientDirectoryAsUser implements PatientDirectory {
  private static final int MAX_WORDS = 5;
  private static final Comparator<Patient> BY_NAME =
      Comparator.comparing(
          patient ->
              patient.getNameFirstRep().getFamily()
                  + " "
                  + patient.getNameFirstRep().getGivenAsSingleString());

  private final DaoRegistry daos;
  private final PatientsOfUserAsSystem patientsOfUser;
  private final Disclosures disclosures;

  public PatientDirectoryAsUser(
      DaoRegistry daos, PatientsOfUserAsSystem patientsOfUser, Disclosures disclosures) {
    this.daos = daos;
    this.patientsOfUser = patientsOfUser;
    this.disclosures = disclosures;
  }

  @Override
  public List<Choice> patients(User user, String query, int limit) {
    if (!reachesAll(user)) {
      return own(user).stream()
          .flatMap(id -> read(user, id).stream())
          .map(PatientChoices::of)
          .toList();
    }
    SearchParameterMap map = new SearchParameterMap();
    Stream.of(query.strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .limit(MAX_WORDS)
        .forEach(word -> map.add("name", new StringParam(word)));
    return search(user, "Patient", map, limit).stream()
        .map(Patient.class::cast)
        .sorted(BY_NAME) // in memory, as the index may hold no names
        .map(PatientChoices::of)
        .toList();
  }

  @Override
  public Optional<Choice> patient(User user, String id) {
    boolean reached = reachesAll(user) || own(user).contains(id);
    return reached ? read(user, id).map(PatientChoices::of) : Optional.empty();
  }

  @Override
  public List<Choice> encounters(User user, String patientId, int limit) {
    if (patient(user, patientId).isEmpty()) {
      return List.of();
    }
    SearchParameterMap map =
        new SearchParameterMap().add("patient", new ReferenceParam("Patient/" + patientId));
    map.setSort(new SortSpec("date", SortOrderEnum.DESC));
    return search(user, "Encounter", map, limit).stream()
        .map(Encounter.class::cast)
        .map(PatientChoices::of)
        .toList();
  }

  @Override
  public Optional<Choice> encounter(User user, String patientId, String id) {
    if (patient(user, patientId).isEmpty()) {
      return Optional.empty();
    }
    return read(user, "Encounter", id)
        .map(Encounter.class::cast)
        .filter(
            encounter ->
                encounter.getSubject().getReference() != null
                    && encounter.getSubject().getReference().equals("Patient/" + patientId))
        .map(PatientChoices::of);
  }

  private static boolean reachesAll(User user) {
    return user.is(Role.CLINICIAN) || user.is(Role.NURSE) || user.is(Role.ADMIN);
  }

  /** A request that may read what patients disclose to the user. */
  private RequestDetails as(User user) {
    Set<String> roles = user.roles();
    Grant reading =
        new Grant(
            Optional.empty(),
            Grant.ANY_TYPE,
            Set.of(Interaction.READ, Interaction.SEARCH),
            List.of());
    return Callers.requestOf(
        new Caller(
            user.username(),
            roles,
            List.of(reading),
            user.fhirUser(),
            disclosures.purposeOfUse(roles),
            disclosures.of(user.fhirUser(), roles)));
  }

  /** The patients whose records the user may see as themselves. */
  private Set<String> own(User user) {
    return user.fhirUser().map(patientsOfUser::of).orElse(Set.of());
  }

  private Optional<Patient> read(User user, String id) {
    return read(user, "Patient", id).map(Patient.class::cast);
  }

  private Optional<IBaseResource> read(User user, String type, String id) {
    try {
      return Optional.of(daos.getResourceDao(type).read(new IdType(type, id), as(user)));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  private List<IBaseResource> search(User user, String type, SearchParameterMap map, int limit) {
    map.setLoadSynchronousUpTo(limit);
    return daos.getResourceDao(type).search(map, as(user)).getResources(0, limit);
  }
}
