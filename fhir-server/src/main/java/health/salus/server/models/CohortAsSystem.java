package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.model.TrainingCohort;
import health.salus.storage.hapi.PatientIdsAsSystem;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All patients of this server, read as the system: training sees every record, its result none.
 * Listed in docs/system-acts.md.
 */
public final class CohortAsSystem implements TrainingCohort {
  private static final Logger LOG = LoggerFactory.getLogger(CohortAsSystem.class);
  private static final int PATIENTS_AT_ONCE = 40;

  private final PatientIdsAsSystem patientIds;
  private final RecordReader reader;
  private final RecordNeeds needs;

  /**
   * Reads no more than one model needs.
   *
   * @param needs of the model to be trained
   */
  public CohortAsSystem(DaoRegistry daos, PatientIdsAsSystem patientIds, RecordNeeds needs) {
    this.patientIds = patientIds;
    this.reader = new RecordReader(daos);
    this.needs = needs;
  }

  @Override
  public void forEachPatient(Set<String> resourceTypes, Consumer<PatientRecord> consumer) {
    RequestDetails system = new SystemRequestDetails();
    List<String> ids = patientIds.all();
    for (int from = 0; from < ids.size(); from += PATIENTS_AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + PATIENTS_AT_ONCE));
      records(reader.patients(some, system), system)
          .forEach((id, resources) -> consumer.accept(new PatientRecord(id, resources)));
    }
  }

  private Map<String, List<Resource>> records(List<Patient> patients, RequestDetails system) {
    Map<String, List<Resource>> records = new LinkedHashMap<>();
    for (Patient patient : patients) {
      List<Resource> resources = new ArrayList<>();
      resources.add(patient);
      records.put(patient.getIdElement().getIdPart(), resources);
    }
    ReadRecord read = reader.about(List.copyOf(records.keySet()), needs, system);
    if (read instanceof ReadRecord.Truncated) {
      LOG.warn("Some of {} records are too large; training sees their newest part", records.size());
    }
    for (Resource resource : read.resources()) {
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
