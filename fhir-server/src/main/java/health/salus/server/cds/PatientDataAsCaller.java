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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * Runs a service's own prefetch templates on this server with the rights of whoever called the
 * service: a patient outside of them is absent, a type outside of them is empty. The queries are
 * the service's, with an id that was checked, never the client's.
 */
public final class PatientDataAsCaller implements PatientData {
  private static final int MAX_RESOURCES = 2000;

  private final DaoRegistry daos;
  private final FhirContext fhirContext;
  private final MatchUrlService queries;
  private final Caller caller;

  public PatientDataAsCaller(
      DaoRegistry daos, FhirContext fhirContext, MatchUrlService queries, Caller caller) {
    this.daos = daos;
    this.fhirContext = fhirContext;
    this.queries = queries;
    this.caller = caller;
  }

  @Override
  public Optional<List<Resource>> read(String patientId, List<String> wanted) {
    RequestDetails request = Callers.requestOf(caller);
    try {
      Patient patient =
          daos.getResourceDao(Patient.class).read(new IdType("Patient", patientId), request);
      List<Resource> found = new ArrayList<>();
      for (String query : wanted) {
        if (query.equals("Patient/" + patientId)) {
          found.add(patient);
        } else {
          found.addAll(search(query, request));
        }
      }
      return Optional.of(found);
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  private List<Resource> search(String query, RequestDetails request) {
    String type = query.substring(0, query.indexOf('?'));
    SearchParameterMap map =
        queries.translateMatchUrl(query, fhirContext.getResourceDefinition(type));
    map.setLoadSynchronous(true);
    return daos.getResourceDao(type).search(map, request).getResources(0, MAX_RESOURCES).stream()
        .map(Resource.class::cast)
        .toList();
  }
}
