package health.salus.server.caller;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.Visibility;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.rules.ResourceMatch;
import health.salus.storage.facts.StoredFacts;
import health.salus.storage.narrowing.AccessCriterion;
import org.hl7.fhir.r4.model.IdType;

/**
 * Looks, as the system, whether a resource satisfies a filter: the same SQL as a search by the
 * caller, so that reading by id and searching cannot disagree. A binary has no index of its owner
 * and is looked at itself. Thread-safe.
 */
public final class StoredVisibility implements Visibility {
  private static final String BINARY = "Binary";

  private final DaoRegistry daos;
  private final ResourceMatch match;
  private final StoredFacts facts;

  public StoredVisibility(DaoRegistry daos, ResourceMatch match, StoredFacts facts) {
    this.daos = daos;
    this.match = match;
    this.facts = facts;
  }

  @Override
  public boolean visible(AccessFilter filter, String resourceType, String id) {
    if (filter.isNothing() || !daos.isResourceTypeSupported(resourceType)) {
      return false;
    }
    IFhirResourceDao<?> dao = daos.getResourceDao(resourceType);
    if (resourceType.equals(BINARY)) {
      return binary(filter, id, dao);
    }
    SearchParameterMap map = new SearchParameterMap();
    map.add("_id", new TokenParam(id));
    map.add("_id", new AccessCriterion(filter));
    map.setLoadSynchronousUpTo(1);
    return !dao.searchForIds(map, new SystemRequestDetails()).isEmpty();
  }

  @Override
  public boolean hidden(Disclosure disclosure, String resourceType, String id) {
    return facts
        .of(resourceType + "/" + id)
        .filter(found -> !disclosure.permits(found, facts::referencesOf))
        .isPresent();
  }

  private boolean binary(AccessFilter filter, String id, IFhirResourceDao<?> dao) {
    try {
      return match.satisfies(dao.read(new IdType(BINARY, id), new SystemRequestDetails()), filter);
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return false;
    }
  }
}
