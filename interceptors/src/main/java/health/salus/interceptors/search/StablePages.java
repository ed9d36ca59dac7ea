package health.salus.interceptors.search;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SortSpec;
import org.jspecify.annotations.Nullable;

/**
 * Gives every search a total order, so that pages neither lose nor repeat a resource: the database
 * returns rows without an order, or with equal keys, as it likes, and differently for each page.
 */
@Interceptor
public final class StablePages {

  /** Sorts by the order of creation last of all. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void order(SearchParameterMap search) {
    SortSpec last = new SortSpec(Constants.PARAM_PID);
    @Nullable SortSpec sort = search.getSort();
    if (sort == null) {
      search.setSort(last);
      return;
    }
    while (sort.getChain() != null) {
      sort = sort.getChain();
    }
    if (!sort.getParamName().equals("_id") && !sort.getParamName().equals(Constants.PARAM_PID)) {
      sort.setChain(last);
    }
  }
}
