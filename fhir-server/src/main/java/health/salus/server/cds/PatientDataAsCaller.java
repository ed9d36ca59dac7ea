package health.salus.server.cds;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.cdshooks.service.PatientData;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.server.models.ReadRecord;
import health.salus.server.models.RecordReader;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * Runs a service's own prefetch templates on this server with the rights of the service's caller: a
 * patient outside of them is absent, a type outside of them is empty. The queries are the
 * service's, with an id that was checked, never the client's.
 */
public final class PatientDataAsCaller implements PatientData {
  private final DaoRegistry daos;
  private final FhirContext fhirContext;
  private final MatchUrlService queries;
  private final Caller caller;
  private final RecordReader reader;

  public PatientDataAsCaller(
      DaoRegistry daos, FhirContext fhirContext, MatchUrlService queries, Caller caller) {
    this.daos = daos;
    this.fhirContext = fhirContext;
    this.queries = queries;
    this.caller = caller;
    this.reader = new RecordReader(daos);
  }

  @Override
  public Optional<List<Resource>> read(String patientId, List<String> wanted) {
    RequestDetails request = Callers.requestOf(caller);
    try {
      Patient patient =
          daos.getResourceDao(Patient.class).read(new IdType("Patient", patientId), request);
      ReadRecord found = new ReadRecord.Complete(List.of());
      for (String query : wanted) {
        found =
            found.and(
                query.equals("Patient/" + patientId)
                    ? new ReadRecord.Complete(List.of(patient))
                    : search(query, request));
      }
      return found instanceof ReadRecord.Complete
          ? Optional.of(found.resources())
          : Optional.empty(); // a part of a record is never scored
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  private ReadRecord search(String query, RequestDetails request) {
    String type = query.substring(0, query.indexOf('?'));
    SearchParameterMap map =
        queries.translateMatchUrl(query, fhirContext.getResourceDefinition(type));
    return reader.search(type, map, 1, request);
  }
}
