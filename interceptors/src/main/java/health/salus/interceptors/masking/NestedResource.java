package health.salus.interceptors.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;

/** A resource inside another one, which can be exchanged. */
record NestedResource(Resource resource, Consumer<Resource> exchange) {

  /** All that are directly inside, in the order in which they stand. */
  static List<NestedResource> in(Resource holder) {
    List<NestedResource> nested = new ArrayList<>();
    if (holder instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasResource()) {
          nested.add(new NestedResource(entry.getResource(), entry::setResource));
        }
        if (entry.getResponse().hasOutcome()) {
          nested.add(
              new NestedResource(
                  entry.getResponse().getOutcome(), entry.getResponse()::setOutcome));
        }
      }
    } else if (holder instanceof Parameters parameters) {
      parameters.getParameter().forEach(parameter -> add(parameter, nested));
    } else if (holder instanceof DomainResource domain) {
      List<Resource> contained = domain.getContained();
      for (int i = 0; i < contained.size(); i++) {
        int index = i;
        nested.add(new NestedResource(contained.get(i), other -> contained.set(index, other)));
      }
    }
    return nested;
  }

  private static void add(ParametersParameterComponent parameter, List<NestedResource> nested) {
    if (parameter.hasResource()) {
      nested.add(new NestedResource(parameter.getResource(), parameter::setResource));
    }
    parameter.getPart().forEach(part -> add(part, nested));
  }
}
