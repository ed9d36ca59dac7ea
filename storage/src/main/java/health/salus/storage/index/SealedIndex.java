package health.salus.storage.index;

import ca.uhn.fhir.jpa.dao.index.DaoSearchParamSynchronizer;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTag;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.util.AddRemoveCount;

/**
 * HAPI's writer of index rows, which writes tokens in place of protected values. Rows that are
 * stored already are tokens, so an update that changes nothing writes nothing.
 */
final class SealedIndex extends DaoSearchParamSynchronizer {
  private final SealedSearch search;

  SealedIndex(SealedSearch search) {
    this.search = search;
  }

  @Override
  public AddRemoveCount synchronizeSearchParamsToDatabase(
      ResourceIndexedSearchParams rows,
      ResourceTable resource,
      ResourceIndexedSearchParams existing) {
    new IndexRows(search, isSensitive(resource)).replace(rows);
    return super.synchronizeSearchParamsToDatabase(rows, resource, existing);
  }

  private boolean isSensitive(ResourceTable resource) {
    return resource.isHasTags()
        && resource.getTags().stream()
            .map(ResourceTag::getTag)
            .anyMatch(
                tag ->
                    tag.getTagType() == TagTypeEnum.SECURITY_LABEL
                        && search.isSensitive(tag.getCode()));
  }
}
