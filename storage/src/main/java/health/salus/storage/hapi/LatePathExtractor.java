package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import org.hl7.fhir.instance.model.api.IBase;

/**
 * Extracts search values with FHIRPath, and reads FHIR's structure definitions for that when first
 * needed, not while the beans are made. They are 32 MB of XML. Thread-safe.
 */
final class LatePathExtractor extends SearchParamExtractorR4 {
  private volatile boolean prepared;

  /** Called while the beans are made; {@link #prepare} does it. */
  @Override
  public void initFhirPath() {}

  void prepare() {
    if (!prepared) {
      prepareOnce();
    }
  }

  private synchronized void prepareOnce() {
    if (!prepared) {
      super.initFhirPath();
      prepared = true;
    }
  }

  @Override
  public IValueExtractor getPathValueExtractor(IBase resource, String path) {
    prepare();
    return super.getPathValueExtractor(resource, path);
  }
}
