package health.salus.server.label;

import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import com.google.common.hash.Hashing;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.storage.hapi.FhirStorage;
import health.salus.storage.setting.ConfigException;
import health.salus.terminology.label.LabelRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.hl7.fhir.r4.model.codesystems.V3ActCode;

/** Reads the rules with what this server knows of code systems and value sets. */
public final class LabelRulesFile {
  private LabelRulesFile() {}

  /**
   * The rules of a file.
   *
   * @throws ConfigException with every fault of the file
   */
  public static LabelRules read(Path file, FhirStorage storage) {
    IValidationSupport support = storage.bean(IValidationSupport.class);
    return new LabelRulesLoader(
            code -> isActCodeOfR4(code) || isActCode(code, support),
            storage.fhirContext().getResourceTypes()::contains,
            url -> expanded(url, support))
        .load(file);
  }

  /** Changes whenever the file does. */
  public static String version(Path file) {
    try {
      byte[] text = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      return Hashing.sha256().hashBytes(text).toString();
    } catch (IOException e) {
      throw new ConfigException(List.of(file + " cannot be read"));
    }
  }

  /** The same without reading every code system of FHIR, which takes seconds of a start. */
  static boolean isActCodeOfR4(String code) {
    try {
      return V3ActCode.fromCode(code) != null;
    } catch (FHIRException e) { // unknown
      return false;
    }
  }

  private static boolean isActCode(String code, IValidationSupport support) {
    IValidationSupport.CodeValidationResult result =
        support.validateCode(
            new ValidationSupportContext(support),
            new ConceptValidationOptions(),
            ResourceFacts.ACT_CODE,
            code,
            null,
            null);
    return result != null && result.isOk();
  }

  private static Optional<Set<String>> expanded(String url, IValidationSupport support) {
    IValidationSupport.ValueSetExpansionOutcome outcome =
        support.expandValueSet(
            new ValidationSupportContext(support),
            new ValueSetExpansionOptions().setFailOnMissingCodeSystem(false),
            url);
    if (outcome == null || !(outcome.getValueSet() instanceof ValueSet valueSet)) {
      return Optional.empty();
    }
    Set<String> codes = new HashSet<>();
    collect(valueSet.getExpansion().getContains(), codes);
    return codes.isEmpty() ? Optional.empty() : Optional.of(codes);
  }

  private static void collect(
      List<ValueSetExpansionContainsComponent> contains, Set<String> codes) {
    for (ValueSetExpansionContainsComponent one : contains) {
      codes.add(one.getSystem() + "|" + one.getCode());
      collect(one.getContains(), codes);
    }
  }
}
