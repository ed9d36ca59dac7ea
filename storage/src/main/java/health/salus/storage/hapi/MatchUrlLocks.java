package health.salus.storage.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import com.google.common.hash.Hashing;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Makes conditional writes exact: each transaction locks a match URL before resolving it. The
 * advisory lock is held until the transaction ends, on every node of the same database, so later
 * transactions see the committed result. Locks are taken in one order, so two transactions cannot
 * wait for each other.
 */
final class MatchUrlLocks {
  private final EntityManager entityManager;
  private final MatchUrlService matchUrls;
  private final FhirContext fhirContext;

  MatchUrlLocks(EntityManager entityManager, MatchUrlService matchUrls, FhirContext fhirContext) {
    this.entityManager = entityManager;
    this.matchUrls = matchUrls;
    this.fhirContext = fhirContext;
  }

  /** A number for the search that this URL stands for, whatever the order of its parameters. */
  long key(String resourceType, String matchUrl) {
    String canonical =
        resourceType
            + matchUrls
                .translateMatchUrl(matchUrl, fhirContext.getResourceDefinition(resourceType))
                .toNormalizedQueryString();
    return Hashing.sha256().hashString(canonical, StandardCharsets.UTF_8).asLong();
  }

  void lock(Collection<Long> keys) {
    for (Long key : new TreeSet<>(keys)) {
      entityManager
          .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)")
          .setParameter("key", key)
          .getResultList();
    }
  }
}
