package health.salus.interceptors.rules;

import health.salus.interceptors.consent.ResourceFacts;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** The access facts of resources, as the storage keeps them. Thread-safe. */
public interface KnownFacts {
  /** The facts of a resource in hand, with the protection that it inherits from others. */
  ResourceFacts of(Resource resource);

  /** The addresses that a stored resource refers to; none if it does not exist. */
  Set<String> referencesOf(String address);
}
