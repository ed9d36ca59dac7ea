package health.salus.cdshooks.risk;

import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The resources of exactly one patient. Resources of another patient, or without a recognisable
 * patient, are left out. Another Patient resource is an error, because the whole call may be mixed
 * up.
 */
record PatientResources(List<Resource> resources) {
  PatientResources {
    resources = List.copyOf(resources);
  }

  static PatientResources of(String patientId, List<Resource> resources) {
    for (Resource resource : resources) {
      if (resource instanceof Patient && !patientId.equals(resource.getIdElement().getIdPart())) {
        throw new CdsException(
            ErrorCode.INVALID_REQUEST, "the Patient is not the one of context.patientId");
      }
    }
    return new PatientResources(
        resources.stream().filter(r -> r instanceof Patient || isAbout(patientId, r)).toList());
  }

  private static boolean isAbout(String patientId, Resource resource) {
    return names(patientId, resource.getNamedProperty("subject"))
        || names(patientId, resource.getNamedProperty("patient"));
  }

  private static boolean names(String patientId, @Nullable Property property) {
    if (property == null) {
      return false;
    }
    for (Base value : property.getValues()) {
      if (value instanceof Reference reference) {
        var id = reference.getReferenceElement();
        return "Patient".equals(id.getResourceType()) && patientId.equals(id.getIdPart());
      }
    }
    return false;
  }
}
