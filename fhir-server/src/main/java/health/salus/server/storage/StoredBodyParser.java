package health.salus.server.storage;

import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.entity.BaseTag;
import ca.uhn.fhir.jpa.model.entity.IBaseResourceEntity;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.server.body.StoredBody;
import health.salus.server.sealing.SealedRows;
import java.util.Collection;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's reader of stored resources, which also hands on the text it read, and refuses a sealed
 * body that is not its row's own.
 */
final class StoredBodyParser extends JpaStorageResourceParser {
  private final SealedRows sealedRows;

  StoredBodyParser(SealedRows sealedRows) {
    this.sealedRows = sealedRows;
  }

  /** Reads one resource; {@link StoredBodyLoader} does the same for pages. */
  @Override
  public <R extends IBaseResource> @Nullable R toResource(
      @Nullable RequestDetails request,
      Class<R> type,
      IBaseResourceEntity<?> entity,
      @Nullable Collection<BaseTag> tags,
      boolean forHistory) {
    @Nullable R resource = super.toResource(request, type, entity, tags, forHistory);
    @Nullable ResourceHistoryTable row = row(entity);
    if (resource == null || row == null) {
      return resource;
    }
    Optional<Resource> stone =
        sealedRows.misplaced(row).or(() -> sealedRows.rolledBack(row, resource));
    return stone.isEmpty()
        ? resource
        : populateResourceMetadata(
            entity, forHistory, tags, row.getVersion(), type.cast(stone.get()));
  }

  /** The one method that both the reader of single resources and the loader of pages call. */
  @Override
  public <R extends IBaseResource> R populateResourceMetadata(
      IBaseResourceEntity<?> entity,
      boolean forHistory,
      @Nullable Collection<? extends BaseTag> tags,
      long version,
      R resource) {
    R populated = super.populateResourceMetadata(entity, forHistory, tags, version, resource);
    @Nullable ResourceHistoryTable stored = row(entity);
    if (stored != null
        && entity.getDeleted() == null
        && stored.getEncoding() == ResourceEncodingEnum.JSON
        && stored.getResourceTextVc() != null) {
      StoredBody.stored(populated, stored.getResourceTextVc());
    }
    return populated;
  }

  private static @Nullable ResourceHistoryTable row(IBaseResourceEntity<?> entity) {
    return entity instanceof ResourceHistoryTable history
        ? history
        : entity instanceof ResourceTable table ? table.getCurrentVersionEntity() : null;
  }
}
