package health.salus.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.data.IResourceSearchUrlDao;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceSearchUrlEntity;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.search.ResourceSearchUrlSvc;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import jakarta.persistence.EntityManager;

/**
 * HAPI's list of conditions under which resources were created, whose uniqueness keeps two
 * simultaneous creates apart. It holds tokens of them. Not final, since Spring derives from it.
 */
class SealedSearchUrls extends ResourceSearchUrlSvc {
  private final EntityManager entityManager;
  private final MatchUrlService matchUrls;
  private final FhirContext fhirContext;
  private final PartitionSettings partitions;
  private final SealedSearch search;

  SealedSearchUrls(
      EntityManager entityManager,
      IResourceSearchUrlDao dao,
      MatchUrlService matchUrls,
      FhirContext fhirContext,
      PartitionSettings partitions,
      SealedSearch search) {
    super(entityManager, dao, matchUrls, fhirContext, partitions);
    this.entityManager = entityManager;
    this.matchUrls = matchUrls;
    this.fhirContext = fhirContext;
    this.partitions = partitions;
    this.search = search;
  }

  @Override
  public void enforceMatchUrlResourceUniqueness(
      String type, String matchUrl, ResourceTable resource) {
    String canonical =
        matchUrls
            .translateMatchUrl(matchUrl, fhirContext.getResourceDefinition(type))
            .toNormalizedQueryString();
    search
        .conditions(type + canonical)
        .forEach(
            condition ->
                entityManager.persist(
                    ResourceSearchUrlEntity.from(
                        condition,
                        resource,
                        partitions.isConditionalCreateDuplicateIdentifiersEnabled())));
  }
}
