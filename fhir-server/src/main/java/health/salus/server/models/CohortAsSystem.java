package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.model.TrainingCohort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * All patients of this server, read as the system: training sees every record, its result none.
 * Listed in docs/security.md.
 */
public final class CohortAsSystem implements TrainingCohort {
  private static final int PATIENTS_AT_ONCE = 40;

  private final DaoRegistry daos;
  private final RecordSearch search;
  private final RecordNeeds needs;

  /**
   * Reads no more than one model needs.
   *
   * @param needs of the model to be trained
   */
  public CohortAsSystem(DaoRegistry daos, RecordNeeds needs) {
    this.daos = daos;
    this.search = new RecordSearch(daos);
    this.needs = needs;
  }

  @Override
  public void forEachPatient(Set<String> resourceTypes, Consumer<PatientRecord> consumer) {
    RequestDetails system = new SystemRequestDetails();
    List<Patient> page = patients(0, system);
    for (int offset = 0; !page.isEmpty(); page = patients(offset, system)) {
      records(page, system).forEach((id, resources) -> consumer.accept(new PatientRecord(id, resources)));
      offset += page.size();
    }
  }

  private List<Patient> patients(int offset, RequestDetails system) {
    SearchParameterMap map = new SearchParameterMap();
    map.setSort(new SortSpec("_id", SortOrderEnum.ASC));
    map.setOffset(offset);
    map.setCount(PATIENTS_AT_ONCE);
    return daos.getResourceDao(Patient.class).search(map, system).getAllResources().stream()
        .map(Patient.class::cast)
        .toList();
  }

  private Map<String, List<Resource>> records(List<Patient> patients, RequestDetails system) {
    Map<String, List<Resource>> records = new LinkedHashMap<>();
    for (Patient patient : patients) {
      List<Resource> resources = new ArrayList<>();
      resources.add(patient);
      records.put(patient.getIdElement().getIdPart(), resources);
    }
    for (Resource resource : search.about(List.copyOf(records.keySet()), needs, system)) {
      List<Resource> ofPatient = records.get(subject(resource));
      if (ofPatient != null) {
        ofPatient.add(resource);
      }
    }
    return records;
  }

  private static String subject(Resource resource) {
    if (resource instanceof Observation observation) {
      return String.valueOf(observation.getSubject().getReferenceElement().getIdPart());
    }
    if (resource instanceof Condition condition) {
      return String.valueOf(condition.getSubject().getReferenceElement().getIdPart());
    }
    return "";
  }
}
