package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import health.salus.interceptors.auth.Callers;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.feature.Token;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * The only reader of patients' records for training, predictions and cards. It searches as a
 * caller, and reports whether everything was read. Thread-safe.
 */
public final class RecordReader {
  /** The most resources of one type and patient. */
  private static final int MAX_PER_PATIENT = 2000;

  private final DaoRegistry daos;

  public RecordReader(DaoRegistry daos) {
    this.daos = daos;
  }

  /** The patient itself; throws what a read throws if the caller can see no such patient. */
  Patient patient(IdType patient, RequestDetails caller) {
    return daos.getResourceDao(Patient.class)
        .read(new IdType("Patient", patient.getIdPart()), caller);
  }

  /** These patients, as far as the caller can see them. */
  List<Patient> patients(Collection<String> ids, RequestDetails caller) {
    TokenOrListParam anyOf = new TokenOrListParam();
    ids.forEach(id -> anyOf.add(new TokenParam(id)));
    SearchParameterMap map = new SearchParameterMap().add("_id", anyOf);
    map.setLoadSynchronousUpTo(ids.size());
    return daos
        .getResourceDao(Patient.class)
        .search(map, caller)
        .getResources(0, ids.size())
        .stream()
        .map(Patient.class::cast)
        .toList();
  }

  /** The needed resources about these patients, the Patients themselves left out. */
  ReadRecord about(Collection<String> patientIds, RecordNeeds needs, RequestDetails caller) {
    ReadRecord found = new ReadRecord.Complete(List.of());
    for (String type : needs.resourceTypes()) {
      if (!type.equals("Patient")) {
        SearchParameterMap map = query(type, patientIds, needs);
        found = found.and(search(type, map, patientIds.size(), caller));
      }
    }
    return found;
  }

  /**
   * One search, whatever the page size of the request is.
   *
   * @param patients how many patients the search is about
   */
  public ReadRecord search(
      String type, SearchParameterMap map, int patients, RequestDetails caller) {
    int limit = MAX_PER_PATIENT * patients;
    map.setCount(null);
    map.setLoadSynchronousUpTo(limit + 1);
    // A request of HTTP would bring its page size along.
    RequestDetails request = Callers.of(caller).map(Callers::requestOf).orElse(caller);
    List<Resource> found =
        daos.getResourceDao(type).search(map, request).getResources(0, limit + 1).stream()
            .map(Resource.class::cast)
            .toList();
    return found.size() > limit
        ? new ReadRecord.Truncated(found.subList(0, limit))
        : new ReadRecord.Complete(found);
  }

  private static SearchParameterMap query(
      String type, Collection<String> patientIds, RecordNeeds needs) {
    ReferenceOrListParam patients = new ReferenceOrListParam();
    patientIds.forEach(id -> patients.add(new ReferenceParam("Patient/" + id)));
    SearchParameterMap map = new SearchParameterMap().add("patient", patients);
    List<Token> codes = needs.codesOf(type);
    if (!codes.isEmpty()) {
      TokenOrListParam anyOf = new TokenOrListParam();
      codes.forEach(code -> anyOf.add(new TokenParam(code.system(), code.code())));
      map.add(codeParameter(type), anyOf);
    }
    if (type.equals("Observation")) {
      map.setSort(new SortSpec("date", SortOrderEnum.DESC));
    }
    return map;
  }

  /** Panels hold their values in components, which only combo-code searches too. */
  public static String codeParameter(String type) {
    return type.equals("Observation") ? "combo-code" : "code";
  }
}
