package health.salus.server.storage;

import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.entity.BaseTag;
import ca.uhn.fhir.jpa.model.entity.IBaseResourceEntity;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import health.salus.server.body.StoredBody;
import java.util.Collection;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's reader of stored resources, which also hands on the text it read. The method below is the
 * one that both the reader of single resources and the loader of pages call.
 */
final class StoredBodyParser extends JpaStorageResourceParser {

  @Override
  public <R extends IBaseResource> R populateResourceMetadata(
      IBaseResourceEntity<?> entity,
      boolean forHistory,
      @Nullable Collection<? extends BaseTag> tags,
      long version,
      R resource) {
    R populated = super.populateResourceMetadata(entity, forHistory, tags, version, resource);
    @Nullable ResourceHistoryTable stored =
        entity instanceof ResourceHistoryTable history
            ? history
            : entity instanceof ResourceTable table ? table.getCurrentVersionEntity() : null;
    if (stored != null
        && entity.getDeleted() == null
        && stored.getEncoding() == ResourceEncodingEnum.JSON
        && stored.getResourceTextVc() != null) {
      StoredBody.stored(populated, stored.getResourceTextVc());
    }
    return populated;
  }
}
