package health.salus.storage.body;

import health.salus.interceptors.masking.StoredBodies;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The stored texts that {@link StoredBody} and {@link Tombstone} keep with resource objects. */
public final class BodiesOfResources implements StoredBodies {
  @Override
  public boolean isLost(IBaseResource stored) {
    return Tombstone.loss(stored).isPresent();
  }

  @Override
  public void forget(IBaseResource changed) {
    StoredBody.forget(changed);
  }
}
