package health.salus.interceptors.rules;

import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The codes of a resource under a token search parameter, as the search index takes them. */
@FunctionalInterface
public interface IndexedCodes {
  /**
   * A code.
   *
   * @param system its code system, if it has one
   * @param code the code itself
   */
  record Code(Optional<String> system, Optional<String> code) {}

  /** The codes of one parameter. */
  List<Code> of(IBaseResource resource, RuntimeSearchParam parameter);
}
