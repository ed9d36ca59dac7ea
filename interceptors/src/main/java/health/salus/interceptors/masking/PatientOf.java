package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Whose dates the dates of a resource move with. Pure. */
final class PatientOf {
  /** Where R4 names the patient, the plainest first. */
  private static final List<String> ELEMENTS =
      List.of("patient", "subject", "beneficiary", "individual", "for", "who", "source", "focus");

  private final ElementModel model;

  PatientOf(ElementModel model) {
    this.model = model;
  }

  /** The patient's id; of a resource that names no patient, the resource's own. */
  String key(Resource resource) {
    String own = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    if (resource instanceof Patient) {
      return own;
    }
    return ELEMENTS.stream()
        .flatMap(name -> reference(resource, name).stream())
        .findFirst()
        .orElse(own);
  }

  private Optional<String> reference(Resource resource, String name) {
    @Nullable BaseRuntimeChildDefinition child =
        ElementModel.child(model.definition(resource), name);
    if (child == null) {
      return Optional.empty();
    }
    for (IBase value : child.getAccessor().getValues(resource)) {
      if (value instanceof Reference reference) {
        IdType id = new IdType(reference.getReference());
        if ("Patient".equals(id.getResourceType()) && id.hasIdPart()) {
          return Optional.of("Patient/" + id.getIdPart());
        }
      }
    }
    return Optional.empty();
  }
}
