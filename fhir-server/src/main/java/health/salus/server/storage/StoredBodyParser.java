package health.salus.server.storage;

import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.entity.BaseTag;
import ca.uhn.fhir.jpa.model.entity.IBaseResourceEntity;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.server.body.StoredBody;
import java.util.Collection;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** HAPI's reader of stored resources, which also hands on the text it read. */
final class StoredBodyParser extends JpaStorageResourceParser {

  @Override
  public <R extends IBaseResource> R toResource(
      @Nullable RequestDetails request,
      Class<R> type,
      IBaseResourceEntity<?> entity,
      @Nullable Collection<BaseTag> tags,
      boolean forHistory) {
    R resource = super.toResource(request, type, entity, tags, forHistory);
    @Nullable ResourceHistoryTable version =
        entity instanceof ResourceHistoryTable history
            ? history
            : entity instanceof ResourceTable table ? table.getCurrentVersionEntity() : null;
    if (resource != null
        && version != null
        && version.getEncoding() == ResourceEncodingEnum.JSON
        && version.getResourceTextVc() != null) {
      StoredBody.stored(resource, version.getResourceTextVc());
    }
    return resource;
  }
}
