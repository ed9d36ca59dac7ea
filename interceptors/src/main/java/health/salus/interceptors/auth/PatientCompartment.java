package health.salus.interceptors.auth;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.IdType;

/**
 * Decides which resources belong to a patient. It is FHIR's patient compartment with four decisions
 * of our own (docs/spec-clarifications.md): a device and a task belong to their patient, though R4
 * does not list them; a binary belongs to the patient of its security context; a group belongs to
 * nobody, because it names its other members; a patient record linked to another one belongs to
 * itself only. Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 */
public final class PatientCompartment {
  private static final String PATIENT = "Patient";
  private static final Map<String, Set<String>> ADDED =
      Map.of("Device", Set.of("patient"), "Task", Set.of("patient"));
  private static final Set<String> EXCLUDED = Set.of("Group");

  /** Types that describe no patient; every caller with the scope may read all of them. */
  private static final Set<String> SHARED =
      Set.of(
          "ActivityDefinition",
          "CapabilityStatement",
          "ChargeItemDefinition",
          "CodeSystem",
          "CompartmentDefinition",
          "ConceptMap",
          "DeviceDefinition",
          "Endpoint",
          "EventDefinition",
          "GraphDefinition",
          "HealthcareService",
          "ImplementationGuide",
          "InsurancePlan",
          "Library",
          "Location",
          "Measure",
          "Medication",
          "MedicationKnowledge",
          "MessageDefinition",
          "NamingSystem",
          "OperationDefinition",
          "Organization",
          "OrganizationAffiliation",
          "PlanDefinition",
          "Practitioner",
          "PractitionerRole",
          "Questionnaire",
          "SearchParameter",
          "SpecimenDefinition",
          "StructureDefinition",
          "StructureMap",
          "Substance",
          "TerminologyCapabilities",
          "ValueSet");

  private final FhirContext fhirContext;
  private final Map<String, List<String>> paths = new ConcurrentHashMap<>();

  public PatientCompartment(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  /** Whether resources of this type can belong to a patient. */
  public boolean holds(String type) {
    return type.equals(PATIENT) || type.equals("Binary") || !paths(type).isEmpty();
  }

  /** Whether resources of this type describe the world and not a patient. */
  public static boolean shares(String type) {
    return SHARED.contains(type);
  }

  /**
   * The paths of the references by which a resource of this type belongs to a patient, as the
   * search parameters of the compartment write them; empty for a patient, who is the compartment.
   */
  public List<String> paths(String type) {
    return paths.computeIfAbsent(type, this::readPaths);
  }

  /** Whether a resource belongs to one of these patients. */
  public boolean contains(IBaseResource resource, Set<String> patients) {
    String type = fhirContext.getResourceType(resource);
    if (type.equals(PATIENT)) {
      return resource.getIdElement().hasIdPart()
          && patients.contains(resource.getIdElement().getIdPart());
    }
    if (resource instanceof Binary binary) {
      IdType owner = new IdType(binary.getSecurityContext().getReference());
      return PATIENT.equals(owner.getResourceType())
          && owner.hasIdPart()
          && patients.contains(owner.getIdPart());
    }
    if (EXCLUDED.contains(type)) {
      return false;
    }
    Set<String> added = ADDED.getOrDefault(type, Set.of());
    return patients.stream().anyMatch(id -> belongs(resource, type, id, added));
  }

  private boolean belongs(IBaseResource resource, String type, String id, Set<String> added) {
    return fhirContext
        .newTerser()
        .isSourceInCompartmentForTarget(
            PATIENT,
            resource,
            new IdType(PATIENT, id),
            ca.uhn.fhir.interceptor.auth.CompartmentSearchParameterModifications
                .fromAdditionalCompartmentParamNames(type, added));
  }

  private List<String> readPaths(String type) {
    if (type.equals(PATIENT) || EXCLUDED.contains(type)) {
      return List.of();
    }
    var definition = fhirContext.getResourceDefinition(type);
    List<RuntimeSearchParam> parameters =
        new ArrayList<>(definition.getSearchParamsForCompartmentName(PATIENT));
    ADDED
        .getOrDefault(type, Set.of())
        .forEach(name -> parameters.add(definition.getSearchParam(name)));
    Set<String> found = new TreeSet<>();
    for (RuntimeSearchParam parameter : parameters) {
      parameter.getPathsSplitForResourceType(type).forEach(path -> found.add(path.strip()));
    }
    return List.copyOf(found);
  }
}
