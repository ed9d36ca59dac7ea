package health.salus.storage.hapi;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.EntriesToProcessMap;
import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import ca.uhn.fhir.jpa.dao.TransactionProcessor;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.util.StopWatch;
import health.salus.storage.index.PrefetchPhase;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;

/**
 * HAPI's processor of transactions, which asks for each entry whether it is allowed, and locks
 * every match URL of the bundle before it starts.
 */
final class ExactTransactionProcessor extends TransactionProcessor {
  private final MatchUrlLocks locks;
  private final EntryGate gate;
  private final PrefetchPhase prefetch;

  ExactTransactionProcessor(MatchUrlLocks locks, EntryGate gate, PrefetchPhase prefetch) {
    this.prefetch = prefetch;
    this.locks = locks;
    this.gate = gate;
  }

  @Override
  protected EntriesToProcessMap doTransactionWriteOperations(
      RequestDetails request,
      RequestPartitionId partition,
      String actionName,
      TransactionDetails transaction,
      Set<IIdType> allIds,
      IdSubstitutionMap idSubstitutions,
      Map<IIdType, DaoMethodOutcome> outcomes,
      IBaseBundle response,
      IdentityHashMap<IBase, Integer> order,
      List<IBase> entries,
      StopWatch watch) {
    Set<Long> keys = new TreeSet<>();
    for (IBase entry : entries) {
      if (entry instanceof BundleEntryComponent component) {
        gate.check(request, component);
        addKey(component, keys);
      }
    }
    locks.lock(keys);
    return super.doTransactionWriteOperations(
        request,
        partition,
        actionName,
        transaction,
        allIds,
        idSubstitutions,
        outcomes,
        response,
        order,
        entries,
        watch);
  }

  /** Resolves match URLs of one code or identifier by the hashes that the index has of it. */
  @Override
  public void preFetchSearchParameterMaps(
      RequestDetails request,
      TransactionDetails transaction,
      RequestPartitionId partition,
      List<MatchUrlToResolve> urls,
      Set<JpaPid> bodies,
      Set<JpaPid> versions) {
    prefetch.during(
        () ->
            super.preFetchSearchParameterMaps(
                request, transaction, partition, urls, bodies, versions));
  }

  private void addKey(BundleEntryComponent entry, Set<Long> keys) {
    BundleEntryRequestComponent request = entry.getRequest();
    if (request.hasIfNoneExist() && entry.hasResource()) {
      String condition = request.getIfNoneExist();
      String query = condition.substring(condition.indexOf('?') + 1);
      keys.add(locks.key(entry.getResource().fhirType(), "?" + query));
      return;
    }
    String url = String.valueOf(request.getUrl());
    int mark = url.indexOf('?');
    if (mark > 0 && request.hasMethod() && !request.getMethod().toCode().equals("GET")) {
      keys.add(locks.key(url.substring(0, mark), url.substring(mark)));
    }
  }
}
