package health.salus.interceptors.consent;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One request for one resource, with all that its decision depends on besides the consents. */
record Inquiry(
    ConsentContext context,
    ImplicitPolicy policy,
    ResourceFacts facts,
    Function<String, Set<String>> referencesOf) {
  boolean holds(FactPredicate condition) {
    return condition.test(facts, referencesOf);
  }

  boolean isPermitted(ConsentTable table) {
    return holds(table.verdict(context, policy));
  }

  /** Where resources may be seen if no consent says anything. */
  FactPredicate implicit() {
    return policy.permits(purpose().asPolicyKnowsIt());
  }

  boolean isEmergency() {
    return purpose().isEmergency();
  }

  private PurposeOfUse purpose() {
    return PurposeOfUse.of(context.purposeOfUse());
  }

  /** In what a rule of a consent is not met. */
  Set<Dimension> unmatched(CompiledConsent consent, Rule rule) {
    Set<Dimension> unmatched = rule.request().unmatched(context, rule.type());
    if (!consent.isInForce(context.now())) {
      unmatched.add(Dimension.PERIOD);
    }
    if (!rule.request().areConsidered(context)) {
      unmatched.add(Dimension.PURPOSE);
    }
    for (Map.Entry<Dimension, FactPredicate> asked : rule.data().entrySet()) {
      if (!holds(asked.getValue())) {
        unmatched.add(asked.getKey());
      }
    }
    return unmatched;
  }

  Inquiry with(ConsentContext other) {
    return new Inquiry(other, policy, facts, referencesOf);
  }

  Inquiry with(ResourceFacts other) {
    return new Inquiry(context, policy, other, referencesOf);
  }
}
