package health.salus.storage.index;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.util.FhirVersionIndependentConcept;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/** The codes that a modifier stands for, each of which has a token. Thread-safe. */
final class CodeExpansion {
  private final IValidationSupport support;
  private final ITermReadSvc terminology;
  private final JpaStorageSettings settings;

  CodeExpansion(IValidationSupport support, ITermReadSvc terminology, JpaStorageSettings settings) {
    this.support = support;
    this.terminology = terminology;
    this.settings = settings;
  }

  /** The code itself where there is no such modifier. */
  List<TokenParam> codes(TokenParam token, String type, String parameter) {
    @Nullable TokenParamModifier modifier = token.getModifier();
    if (modifier == TokenParamModifier.IN || modifier == TokenParamModifier.NOT_IN) {
      return expanded(token.getValue());
    }
    if (modifier == TokenParamModifier.ABOVE || modifier == TokenParamModifier.BELOW) {
      @Nullable String system = token.getSystem();
      if (system == null || system.isBlank() || token.isEmpty()) {
        throw SealedRefusal.systemMissing(type, parameter, modifier.getValue());
      }
      return tokens(
          modifier == TokenParamModifier.ABOVE
              ? terminology.findCodesAbove(system, token.getValue())
              : terminology.findCodesBelow(system, token.getValue()));
    }
    return List.of(token);
  }

  private static List<TokenParam> tokens(Collection<FhirVersionIndependentConcept> concepts) {
    return concepts.stream()
        .map(concept -> new TokenParam(concept.getSystem(), concept.getCode()))
        .toList();
  }

  private List<TokenParam> expanded(String url) {
    ValueSetExpansionOptions options = new ValueSetExpansionOptions();
    options.setCount(settings.getMaximumExpansionSize());
    IValidationSupport.@Nullable ValueSetExpansionOutcome outcome =
        support.expandValueSet(new ValidationSupportContext(support), options, url);
    if (outcome == null || !(outcome.getValueSet() instanceof ValueSet valueSet)) {
      throw new InvalidRequestException("The value set cannot be expanded");
    }
    return valueSet.getExpansion().getContains().stream()
        .filter(code -> code.hasSystem() && code.hasCode())
        .map(code -> new TokenParam(code.getSystem(), code.getCode()))
        .toList();
  }
}
