package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.ml.feature.PatientRecord;
import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.predict.PatientRecords;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** A patient's record, read with the rights of whoever asks for the prediction. */
public final class CallerRecords implements PatientRecords {
  private final RecordSearch search;

  public CallerRecords(DaoRegistry daos) {
    this.search = new RecordSearch(daos);
  }

  @Override
  public PatientRecord read(IdType patient, RecordNeeds needs, RequestDetails caller) {
    String id = patient.getIdPart();
    List<Resource> resources = new ArrayList<>();
    resources.add(search.patient(patient, caller));
    resources.addAll(search.about(List.of(id), needs, caller));
    return new PatientRecord(id, resources);
  }
}
