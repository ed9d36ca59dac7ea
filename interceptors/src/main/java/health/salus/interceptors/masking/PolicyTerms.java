package health.salus.interceptors.masking;

import health.salus.interceptors.consent.PurposeOfUse;
import java.util.Set;

/** The words of a masking policy that are not its own. */
final class PolicyTerms {
  /**
   * Purposes for which data may be used.
   *
   * @see <a href="http://terminology.hl7.org/ValueSet/v3-PurposeOfUse">v3-PurposeOfUse</a>
   */
  static final Set<String> PURPOSES = PurposeOfUse.codes();

  /** Types that describe no patient; a rule for every type does not apply to them. */
  static final Set<String> DEFINITIONS =
      Set.of(
          "ActivityDefinition",
          "CapabilityStatement",
          "ChargeItemDefinition",
          "CodeSystem",
          "CompartmentDefinition",
          "ConceptMap",
          "DeviceDefinition",
          "EventDefinition",
          "GraphDefinition",
          "ImplementationGuide",
          "Library",
          "Measure",
          "MessageDefinition",
          "NamingSystem",
          "OperationDefinition",
          "OperationOutcome",
          "PlanDefinition",
          "Questionnaire",
          "SearchParameter",
          "SpecimenDefinition",
          "StructureDefinition",
          "StructureMap",
          "TerminologyCapabilities",
          "ValueSet");

  private PolicyTerms() {}
}
