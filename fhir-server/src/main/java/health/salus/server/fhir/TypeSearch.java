package health.salus.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Searches one type after another as the caller of a request. Thread-safe. */
final class TypeSearch {
  private final DaoRegistry daos;
  private final MatchUrlService queries;
  private final int maxPageSize;

  TypeSearch(DaoRegistry daos, MatchUrlService queries, int maxPageSize) {
    this.daos = daos;
    this.queries = queries;
    this.maxPageSize = maxPageSize;
  }

  /** Resources of one type, in pages that HAPI does not cut. */
  List<IBaseResource> found(
      String type,
      String query,
      SortSpec sort,
      int offset,
      int size,
      ServletRequestDetails request) {
    List<IBaseResource> found = new ArrayList<>();
    while (found.size() < size) {
      int chunk = Math.min(maxPageSize, size - found.size());
      Map<String, String[]> page =
          Map.of(
              "_offset", new String[] {String.valueOf(offset + found.size())},
              "_count", new String[] {String.valueOf(chunk)});
      SearchParameterMap map = map(type, query);
      map.setSort(new SortSpec(sort.getParamName(), sort.getOrder()));
      List<IBaseResource> next =
          daos.getResourceDao(type).search(map, one(type, page, request)).getResources(0, chunk);
      found.addAll(next);
      if (next.size() < chunk) {
        break;
      }
    }
    return found;
  }

  /** How many there are of all these types. */
  int total(Set<String> types, String query, ServletRequestDetails request) {
    int total = 0;
    for (String type : types) {
      SearchParameterMap map = map(type, query);
      map.setSummaryMode(SummaryEnum.COUNT);
      map.setSearchTotalMode(SearchTotalModeEnum.ACCURATE);
      RequestDetails one = one(type, Map.of(), request);
      @Nullable Integer found = daos.getResourceDao(type).search(map, one).size();
      total += found == null ? 0 : found;
    }
    return total;
  }

  /**
   * The same caller asking for one type; HAPI takes the page from the request, not from the map.
   */
  private static RequestDetails one(
      String type, Map<String, String[]> page, ServletRequestDetails request) {
    ServletSubRequestDetails one = new ServletSubRequestDetails(request);
    one.setServer(request.getServer());
    one.setFhirServerBase(request.getFhirServerBase());
    one.setRequestType(RequestTypeEnum.GET);
    one.setRestOperationType(RestOperationTypeEnum.SEARCH_TYPE);
    one.setResourceName(type);
    one.setParameters(page);
    return one;
  }

  private SearchParameterMap map(String type, String query) {
    return queries.translateMatchUrl(
        type + query, daos.getResourceDao(type).getContext().getResourceDefinition(type));
  }
}
