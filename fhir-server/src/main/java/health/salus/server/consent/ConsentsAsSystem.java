package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import health.salus.storage.body.Tombstone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;

/**
 * Reads the consents of patients as the system, because they decide what a caller may read. Listed
 * in docs/system-acts.md. Thread-safe.
 */
final class ConsentsAsSystem {
  /** More would make one search too large. */
  private static final int PATIENTS_AT_ONCE = 200;

  private static final int PAGE = 2000;

  private final DaoRegistry daos;

  ConsentsAsSystem(DaoRegistry daos) {
    this.daos = daos;
  }

  /**
   * All consents of these patients, by the patient's logical id; none for who has none.
   *
   * @throws DataFormatException if one of them cannot be read
   */
  Map<String, List<Consent>> of(Collection<String> patients) {
    Map<String, List<Consent>> found = new HashMap<>();
    patients.forEach(patient -> found.put(patient, new ArrayList<>()));
    List<String> ids = List.copyOf(patients);
    for (int start = 0; start < ids.size(); start += PATIENTS_AT_ONCE) {
      read(ids.subList(start, Math.min(ids.size(), start + PATIENTS_AT_ONCE)), found);
    }
    return found;
  }

  private void read(List<String> patients, Map<String, List<Consent>> found) {
    ReferenceOrListParam anyOf = new ReferenceOrListParam();
    patients.forEach(patient -> anyOf.add(new ReferenceParam("Patient/" + patient)));
    int size = PAGE;
    for (int offset = 0; size == PAGE; offset += PAGE) {
      SearchParameterMap map = new SearchParameterMap().add("patient", anyOf);
      map.setOffset(offset);
      map.setCount(PAGE);
      map.setLoadSynchronous(true);
      IBundleProvider page =
          daos.getResourceDao(Consent.class).search(map, new SystemRequestDetails());
      List<Consent> consents =
          page.getResources(0, PAGE).stream().map(Consent.class::cast).toList();
      if (consents.stream().anyMatch(consent -> Tombstone.loss(consent).isPresent())) {
        throw new DataFormatException("A stored Consent cannot be opened");
      }
      for (Consent consent : consents) {
        String patient = new IdType(consent.getPatient().getReference()).getIdPart();
        found.getOrDefault(patient, new ArrayList<>()).add(consent);
      }
      size = consents.size();
    }
  }
}
