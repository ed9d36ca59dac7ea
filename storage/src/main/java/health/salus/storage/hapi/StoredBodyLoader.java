package health.salus.storage.hapi;

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
import health.salus.storage.sealing.SealedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

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
    List<ResourceLoadResult> results = new ArrayList<>();
    Map<JpaPid, ResourceHistoryTable> readable = new LinkedHashMap<>();
    for (ResourceHistoryTable row : rows) {
      sealedRows
          .misplaced(row)
          .ifPresentOrElse(
              stone -> results.add(shown(row, stone, forHistory)),
              () -> readable.put(row.getPersistentId(), row));
    }
    for (ResourceLoadResult result :
        super.loadResources(List.copyOf(readable.values()), forHistory)) {
      ResourceHistoryTable row = Objects.requireNonNull(readable.get(result.pid()));
      Optional<Resource> stone =
          result.resource() == null
              ? Optional.empty()
              : sealedRows.rolledBack(row, result.resource());
      results.add(stone.isPresent() ? shown(row, stone.get(), forHistory) : result);
    }
    return results;
  }

  private ResourceLoadResult shown(ResourceHistoryTable row, Resource stone, boolean forHistory) {
    parser.populateResourceMetadata(row, forHistory, null, row.getVersion(), stone);
    return new ResourceLoadResult(row.getPersistentId(), stone, false);
  }
}
