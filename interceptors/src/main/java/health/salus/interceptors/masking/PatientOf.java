package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Whose dates the dates of a resource move with. Pure. */
final class PatientOf {
  /** Where R4 names the patient, the plainest first. */
  private static final List<String> ELEMENTS =
      List.of("patient", "subject", "beneficiary", "individual", "for");

  private final ElementModel model;
  private final ElementSearch search;

  PatientOf(ElementModel model) {
    this.model = model;
    this.search = new ElementSearch(model);
  }

  /** The patient's id; of a resource that names no patient, the resource's own. */
  String key(Resource resource) {
    String own = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    if (resource instanceof Patient) {
      return own;
    }
    return ELEMENTS.stream()
        .flatMap(name -> named(resource, name).stream())
        .findFirst()
        .or(() -> only(resource))
        .orElse(own);
  }

  private Optional<String> named(Resource resource, String name) {
    @Nullable BaseRuntimeChildDefinition child =
        ElementModel.child(model.definition(resource), name);
    return child == null
        ? Optional.empty()
        : child.getAccessor().getValues(resource).stream()
            .flatMap(value -> patient((Base) value).stream())
            .findFirst();
  }

  /** The one patient that a resource refers to anywhere. */
  private Optional<String> only(Resource resource) {
    Set<String> found = new HashSet<>();
    search.visit(resource, element -> patient(element.value()).ifPresent(found::add));
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  private static Optional<String> patient(Base value) {
    if (!(value instanceof Reference reference)) {
      return Optional.empty();
    }
    IdType id = new IdType(reference.getReference());
    return "Patient".equals(id.getResourceType()) && id.hasIdPart()
        ? Optional.of("Patient/" + id.getIdPart())
        : Optional.empty();
  }
}
