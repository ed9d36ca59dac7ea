package health.salus.storage.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.MatchResourceUrlService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import health.salus.storage.index.PrefetchPhase;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** HAPI's resolver of match URLs, which locks the URL before it looks. */
final class ExactMatchUrlService extends MatchResourceUrlService<JpaPid> {
  private final MatchUrlLocks locks;
  private final PrefetchPhase prefetch;
  private final FhirContext fhirContext;

  ExactMatchUrlService(MatchUrlLocks locks, PrefetchPhase prefetch, FhirContext fhirContext) {
    this.prefetch = prefetch;
    this.locks = locks;
    this.fhirContext = fhirContext;
  }

  @Override
  public <R extends IBaseResource> Set<JpaPid> processMatchUrl(
      String matchUrl,
      Class<R> type,
      TransactionDetails transaction,
      RequestDetails request,
      @Nullable IBaseResource target,
      RequestPartitionId partition) {
    locks.lock(List.of(locks.key(fhirContext.getResourceType(type), matchUrl)));
    return prefetch.suspended(
        () -> super.processMatchUrl(matchUrl, type, transaction, request, target, partition));
  }
}
