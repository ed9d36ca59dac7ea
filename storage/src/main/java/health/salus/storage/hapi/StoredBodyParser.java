package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.data.IResourceHistoryTableDao;
import ca.uhn.fhir.jpa.model.entity.BaseTag;
import ca.uhn.fhir.jpa.model.entity.IBaseResourceEntity;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.storage.body.StoredBody;
import health.salus.storage.sealing.SealedRows;
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
  private final IResourceHistoryTableDao versions;

  StoredBodyParser(SealedRows sealedRows, IResourceHistoryTableDao versions) {
    this.sealedRows = sealedRows;
    this.versions = versions;
  }

  /** Reads one resource; {@link StoredBodyLoader} does the same for pages. */
  @Override
  public <R extends IBaseResource> @Nullable R toResource(
      @Nullable RequestDetails request,
      Class<R> type,
      IBaseResourceEntity<?> entity,
      @Nullable Collection<BaseTag> tags,
      boolean forHistory) {
    @Nullable ResourceHistoryTable row = row(entity);
    Optional<Resource> stone = row == null ? Optional.empty() : sealedRows.misplaced(row);
    if (row == null || stone.isEmpty()) {
      @Nullable R resource = super.toResource(request, type, entity, tags, forHistory);
      if (row == null || resource == null) {
        return resource;
      }
      stone = sealedRows.rolledBack(row, resource);
      if (stone.isEmpty()) {
        return resource;
      }
    }
    R shown = type.cast(stone.get());
    return populateResourceMetadata(entity, forHistory, tags, row.getVersion(), shown);
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
    @Nullable ResourceHistoryTable stored = held(entity);
    if (stored != null
        && entity.getDeleted() == null
        && stored.getEncoding() == ResourceEncodingEnum.JSON
        && stored.getResourceTextVc() != null) {
      StoredBody.stored(populated, stored.getResourceTextVc());
    }
    return populated;
  }

  /** The version in hand; of a resource, the current one, read as HAPI's own reader reads it. */
  private @Nullable ResourceHistoryTable row(IBaseResourceEntity<?> entity) {
    if (entity instanceof ResourceTable table
        && table.getCurrentVersionEntity() == null
        && table.getId() != null) {
      table.setCurrentVersionEntity(
          versions.findForIdAndVersion(table.getResourceId().toFk(), table.getVersion()));
    }
    return held(entity);
  }

  private static @Nullable ResourceHistoryTable held(IBaseResourceEntity<?> entity) {
    return entity instanceof ResourceHistoryTable history
        ? history
        : entity instanceof ResourceTable table ? table.getCurrentVersionEntity() : null;
  }
}
