package health.salus.server.consent;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.consent.ConsentContext;
import health.salus.interceptors.consent.ConsentExplanation;
import health.salus.interceptors.consent.ConsentExplanation.ConsideredRule;
import health.salus.interceptors.consent.Dimension;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.storage.facts.StoredFacts;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Writes down which rules decide about a resource. Thread-safe. */
final class AccessExplanations {
  private final Disclosures disclosures;
  private final StoredFacts facts;

  AccessExplanations(Disclosures disclosures, StoredFacts facts) {
    this.disclosures = disclosures;
    this.facts = facts;
  }

  /**
   * The person or service that an inquiry is about.
   *
   * @param person relative reference; empty for a service
   * @param purposeOfUse empty for the one that goes with the roles
   */
  record Subject(Optional<String> person, Set<String> roles, Optional<String> purposeOfUse) {
    Subject {
      roles = Set.copyOf(roles);
    }
  }

  /** Empty if there is no such resource. */
  Optional<Parameters> of(String address, Subject subject, RequestDetails request) {
    return facts.of(address).map(found -> explained(found, subject, request));
  }

  private Parameters explained(ResourceFacts found, Subject subject, RequestDetails request) {
    Caller asking = Callers.of(request).orElseThrow();
    Disclosures.Situation situation =
        disclosures.situation(subject.person(), subject.roles(), subject.purposeOfUse());
    ConsentContext context = situation.context();
    Disclosure disclosure = disclosures.of(situation);
    boolean permitted = disclosure.permits(found, facts::referencesOf);
    Parameters answer = new Parameters();
    add(answer.addParameter(), "decision", new CodeType(permitted ? "permit" : "deny"));
    add(answer.addParameter(), "purposeOfUse", new CodeType(context.purposeOfUse()));
    add(answer.addParameter(), "implicitPolicy", new CodeType(code(disclosures.index().policy())));
    add(answer.addParameter(), "exempt", new BooleanType(disclosure.exempt()));
    for (String patient : found.patients().stream().sorted().toList()) {
      ParametersParameterComponent part = answer.addParameter().setName("patient");
      explain(part, patient, found, situation, asking);
    }
    return answer;
  }

  private void explain(
      ParametersParameterComponent part,
      String patient,
      ResourceFacts found,
      Disclosures.Situation situation,
      Caller asking) {
    @Nullable String emergency = situation.emergencies().get(patient);
    ConsentContext context =
        emergency == null ? situation.context() : situation.context().forPurpose(emergency);
    ImplicitPolicy policy =
        emergency == null ? disclosures.index().policy() : ImplicitPolicy.BREAK_GLASS_ONLY;
    ConsentExplanation why =
        disclosures.index().table(patient).explain(context, policy, found, facts::referencesOf);
    if (emergency != null) {
      add(part.addPart(), "emergency", new CodeType(emergency));
    }
    add(part.addPart(), "reference", new Reference("Patient/" + patient));
    add(part.addPart(), "decision", new CodeType(code(why.decision())));
    add(part.addPart(), "basis", new CodeType(code(why.basis())));
    for (ConsideredRule rule : why.rules()) {
      if (readable(rule.consentId(), asking)) {
        rule(part.addPart().setName("rule"), rule);
      }
    }
    if (asking.disclosure().exempt()) {
      why.wouldChange().forEach(text -> add(part.addPart(), "wouldChange", new StringType(text)));
    }
  }

  /** Whether the one who asks could read the consent that is quoted. */
  private boolean readable(String consent, Caller asking) {
    return asking.disclosure().exempt()
        || facts
            .of("Consent/" + consent)
            .filter(found -> asking.disclosure().permits(found, facts::referencesOf))
            .isPresent();
  }

  private static void rule(ParametersParameterComponent part, ConsideredRule rule) {
    add(part.addPart(), "consent", new Reference("Consent/" + rule.consentId()));
    add(part.addPart(), "path", new StringType(rule.path()));
    add(part.addPart(), "type", new CodeType(code(rule.type())));
    add(part.addPart(), "matched", new BooleanType(rule.matched()));
    for (Dimension unmatched : rule.unmatched().stream().sorted().toList()) {
      add(part.addPart(), "unmatched", new CodeType(unmatched.element()));
    }
    add(part.addPart(), "decided", new BooleanType(rule.decided()));
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void add(ParametersParameterComponent part, String name, Type value) {
    part.setName(name).setValue(value);
  }
}
