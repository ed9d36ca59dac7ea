package health.salus.storage.everything;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.ServerInterceptorUtil;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Patient;

/**
 * Loads resources by their keys, as HAPI does for a page, and shows them to its hooks. Thread-safe.
 */
final class RecordBodies {
  private final SearchBuilderFactory<JpaPid> loaders;
  private final IHapiTransactionService transactions;
  private final IInterceptorBroadcaster hooks;

  RecordBodies(
      SearchBuilderFactory<JpaPid> loaders,
      IHapiTransactionService transactions,
      IInterceptorBroadcaster hooks) {
    this.loaders = loaders;
    this.transactions = transactions;
    this.hooks = hooks;
  }

  /** In this order, without what a hook takes out. */
  List<IBaseResource> load(List<Long> keys, RequestDetails request) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<JpaPid> pids = keys.stream().map(JpaPid::fromId).toList();
    List<IBaseResource> loaded =
        transactions
            .withRequest(request)
            .execute(
                () -> {
                  ISearchBuilder<JpaPid> loader =
                      loaders.newSearchBuilder("Patient", Patient.class);
                  List<IBaseResource> found = new ArrayList<>();
                  loader.loadResourcesByPid(pids, List.of(), found, false, request);
                  return found;
                });
    return ServerInterceptorUtil.fireStoragePreshowResource(
        new ArrayList<>(loaded), request, hooks);
  }
}
