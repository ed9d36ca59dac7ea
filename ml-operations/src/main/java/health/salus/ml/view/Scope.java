package health.salus.ml.view;

import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/**
 * The variables of a path besides its focus. Passed with each evaluation, so there is no shared
 * state.
 */
record Scope(Resource resource, Map<String, Base> constants, int rowIndex) {
  Scope at(int index) {
    return new Scope(resource, constants, index);
  }
}
