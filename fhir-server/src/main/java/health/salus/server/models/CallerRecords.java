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

/** A patient's record, read with the rights of the caller of the prediction. */
public final class CallerRecords implements PatientRecords {
  private final RecordReader reader;

  public CallerRecords(DaoRegistry daos) {
    this.reader = new RecordReader(daos);
  }

  @Override
  public PatientRecord read(IdType patient, RecordNeeds needs, RequestDetails caller) {
    String id = patient.getIdPart();
    List<Resource> resources = new ArrayList<>();
    resources.add(reader.patient(patient, caller));
    ReadRecord read = reader.about(List.of(id), needs, caller);
    resources.addAll(read.resources());
    return new PatientRecord(id, resources, read instanceof ReadRecord.Complete);
  }
}
