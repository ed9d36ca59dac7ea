package health.salus.interceptors.masking;

import org.hl7.fhir.instance.model.api.IBaseResource;

/** The stored JSON text that travels with a resource object. Thread-safe. */
public interface StoredBodies {
  /** Whether this object only stands for a stored version that cannot be opened. */
  boolean isLost(IBaseResource stored);

  /** Drops the text of an object that was changed, so that the object is stored. */
  void forget(IBaseResource changed);
}
