package ca.uhn.fhir.jpa.dao;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import health.salus.storage.body.StoredBody;
import health.salus.storage.sealing.SealedBodies;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Stores the JSON that the client sent instead of HAPI's re-encoding of it, and marks what is to be
 * sealed. It stands in HAPI's package because the methods it replaces are visible only there.
 */
public final class SentBodyHistoryCalculator extends ResourceHistoryCalculator {
  private final SealedBodies bodies;

  public SentBodyHistoryCalculator(FhirContext fhirContext, SealedBodies bodies) {
    super(fhirContext, false);
    this.bodies = bodies;
  }

  @Override
  String encodeResource(
      IBaseResource resource, ResourceEncodingEnum encoding, List<String> excludedElements) {
    if (Boolean.TRUE.equals(IDao.CURRENTLY_REINDEXING.get(resource))) {
      return stored(resource);
    }
    return StoredBody.toStore(
        resource, () -> super.encodeResource(resource, encoding, excludedElements));
  }

  /** A re-indexed resource keeps its text, and so its digest. */
  private static String stored(IBaseResource resource) {
    return StoredBody.of(resource)
        .orElseThrow(() -> new IllegalStateException("What cannot be read cannot be indexed"));
  }

  @Override
  ResourceHistoryState calculateResourceHistoryState(
      IBaseResource resource, ResourceEncodingEnum encoding, List<String> excludedElements) {
    if (!bodies.seals(((Resource) resource).fhirType())) {
      return super.calculateResourceHistoryState(resource, encoding, excludedElements);
    }
    String json = encodeResource(resource, encoding, excludedElements);
    SealedBodies.Waiting waiting = bodies.waiting((Resource) resource, json);
    return new ResourceHistoryState(
        waiting.text(), null, ResourceEncodingEnum.ESR, waiting.digest());
  }

  /** Compares the plain texts, because sealing the same text twice gives two different results. */
  @Override
  boolean isResourceHistoryChanged(
      ResourceHistoryTable row, byte @Nullable [] binary, @Nullable String text) {
    @Nullable String stored = row.getResourceTextVc();
    if (stored == null || text == null) {
      return (stored == null) != (text == null);
    }
    Optional<String> before = bodies.plain(stored);
    return before.isEmpty() || !before.equals(bodies.plain(text));
  }

  /** HAPI rewrites history here, without saying whose it is, so nothing could be sealed. */
  @Override
  void populateEncodedResource(
      EncodedResource encoded,
      String text,
      byte @Nullable [] binary,
      ResourceEncodingEnum encoding) {
    throw new UnsupportedOperationException("History is never rewritten");
  }
}
