package health.salus.storage.index;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.interceptors.masking.MaskingPolicy;
import health.salus.interceptors.masking.MaskingPolicyException;
import health.salus.interceptors.masking.MaskingPolicyReader;
import health.salus.storage.setting.ConfigException;
import health.salus.storage.setting.Settings;
import java.util.List;
import java.util.Set;

/**
 * {@code search} in {@code encryption.yaml}: what the search index must not tell.
 *
 * @param enabled whether the index is sealed, if bodies are
 * @param elements whose search parameters are protected, as paths in the language of masking
 * @param labels codes of {@code meta.security}: the codes in a resource with one of them are
 *     protected too
 * @param prefixes whether a protected text is found by its beginning, or only whole
 */
public record SealedSearchConfig(
    boolean enabled, List<String> elements, Set<String> labels, boolean prefixes) {

  private static final List<String> ELEMENTS =
      List.of(
          "Patient.name",
          "Patient.telecom",
          "Patient.address",
          "Patient.birthDate",
          "Patient.contact",
          "RelatedPerson.name",
          "RelatedPerson.telecom",
          "RelatedPerson.address",
          "RelatedPerson.birthDate",
          "Person.name",
          "Person.telecom",
          "Person.address",
          "Person.birthDate",
          "Practitioner.name",
          "Practitioner.telecom",
          "Practitioner.address",
          "Practitioner.birthDate",
          "PractitionerRole.telecom",
          "*.identifier",
          "ServiceRequest.requisition",
          "Specimen.accessionIdentifier",
          "Specimen.container.identifier",
          "Task.groupIdentifier",
          "Coverage.class",
          "Coverage.dependent",
          "Device.udiCarrier",
          "Account.name",
          "Observation.value.ofType(string)",
          "Observation.component.value.ofType(string)",
          "Condition.onset.ofType(string)",
          "Condition.abatement.ofType(string)",
          "DocumentReference.description",
          "DocumentManifest.description",
          "List.title",
          "Composition.title");

  private static final List<String> LABELS =
      List.of("PSY", "ETH", "ETHUD", "OPIOIDUD", "HIV", "SEX", "STD", "SDV", "GDIS", "SICKLE");

  public SealedSearchConfig {
    elements = List.copyOf(elements);
    labels = Set.copyOf(labels);
  }

  public static SealedSearchConfig read(Settings settings) {
    SealedSearchConfig read =
        new SealedSearchConfig(
            settings.flag("enabled", true),
            settings.texts("protected", ELEMENTS),
            Set.copyOf(settings.texts("labels", LABELS)),
            settings.flag("prefixes", true));
    settings.refuseUnknown();
    return read;
  }

  /** The same settings, with a sealed index or without. */
  public SealedSearchConfig with(boolean sealing) {
    return new SealedSearchConfig(sealing, elements, labels, prefixes);
  }

  /**
   * The protected elements as a policy that masks them for everybody.
   *
   * @throws ConfigException with every path that does not exist
   */
  public MaskingPolicy policy(FhirContext fhirContext) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    if (!elements.isEmpty()) {
      ObjectNode rule = root.withArray("rules").addObject();
      rule.put("name", "protected").put("action", "omit");
      elements.forEach(rule.withArray("path")::add);
    }
    try {
      return new MaskingPolicyReader(fhirContext, Set.of()).read(root);
    } catch (MaskingPolicyException e) {
      throw new ConfigException(
          e.faults().stream()
              .map(fault -> fault.replace("masking rule protected", "encryption.search.protected"))
              .toList());
    }
  }
}
