package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.feature.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Finds what a model needs of patients by ordinary searches, as whoever asks. Thread-safe. */
final class RecordSearch {
  /** More observations of one code list than this are of no use to any feature. */
  private static final int MAX_PER_PATIENT = 2000;

  private final DaoRegistry daos;

  RecordSearch(DaoRegistry daos) {
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
  List<Resource> about(Collection<String> patientIds, RecordNeeds needs, RequestDetails caller) {
    List<Resource> found = new ArrayList<>();
    for (String type : needs.resourceTypes()) {
      if (!type.equals("Patient")) {
        SearchParameterMap map = query(type, patientIds, needs);
        IBundleProvider page = daos.getResourceDao(type).search(map, caller);
        page.getResources(0, MAX_PER_PATIENT * patientIds.size()).stream()
            .map(Resource.class::cast)
            .forEach(found::add);
      }
    }
    return found;
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
    map.setLoadSynchronousUpTo(MAX_PER_PATIENT * patientIds.size());
    return map;
  }

  /** Panels hold their values in components, which only combo-code searches too. */
  static String codeParameter(String type) {
    return type.equals("Observation") ? "combo-code" : "code";
  }
}
