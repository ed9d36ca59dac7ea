package health.salus.server.storage;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.IResourceMetadataExtractorSvc;
import ca.uhn.fhir.jpa.esr.ExternallyStoredResourceServiceRegistry;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.partition.IPartitionLookupSvc;
import ca.uhn.fhir.jpa.search.BatchResourceLoader;
import ca.uhn.fhir.util.IMetaTagSorter;
import health.salus.server.sealing.SealedRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** HAPI's loader of pages, which refuses a sealed body that is not its row's own. */
final class StoredBodyLoader extends BatchResourceLoader {
  private final SealedRows sealedRows;
  private final IJpaStorageResourceParser parser;

  StoredBodyLoader(
      FhirContext fhirContext,
      IResourceMetadataExtractorSvc metadata,
      IJpaStorageResourceParser parser,
      ExternallyStoredResourceServiceRegistry external,
      IMetaTagSorter tagSorter,
      IPartitionLookupSvc partitions,
      SealedRows sealedRows) {
    super(fhirContext, metadata, parser, external, tagSorter, new PartitionSettings(), partitions);
    this.sealedRows = sealedRows;
    this.parser = parser;
  }

  @Override
  public List<ResourceLoadResult> loadResources(
      List<ResourceHistoryTable> rows, boolean forHistory) {
    Map<JpaPid, ResourceHistoryTable> byKey = new HashMap<>();
    rows.forEach(row -> byKey.put(row.getPersistentId(), row));
    return super.loadResources(rows, forHistory).stream()
        .map(result -> checked(byKey.get(result.pid()), result, forHistory))
        .toList();
  }

  private ResourceLoadResult checked(
      @Nullable ResourceHistoryTable row, ResourceLoadResult result, boolean forHistory) {
    @Nullable IBaseResource resource = result.resource();
    if (row == null || resource == null) {
      return result;
    }
    @Nullable Resource stone =
        sealedRows.misplaced(row).or(() -> sealedRows.rolledBack(row, resource)).orElse(null);
    if (stone == null) {
      return result;
    }
    parser.populateResourceMetadata(row, forHistory, null, row.getVersion(), stone);
    return new ResourceLoadResult(result.pid(), stone, result.isDeleted());
  }
}
