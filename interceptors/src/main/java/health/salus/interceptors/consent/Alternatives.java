package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds changes to a request that would turn a denial into a permission. Each change is tried, and
 * reported only if it does. Only the permissions that were closest to matching are tried, so that
 * many consents do not take long.
 */
final class Alternatives {
  private static final int TRIED = 5;
  private static final int MAX_CONSENTS = 1_000;

  private final ConsentTable table;
  private final List<CompiledConsent> consents;
  private final Inquiry inquiry;
  private final Set<String> found = new LinkedHashSet<>();

  Alternatives(ConsentTable table, List<CompiledConsent> consents, Inquiry inquiry) {
    this.table = table;
    this.consents = consents;
    this.inquiry = inquiry;
  }

  /** The changes; none for a patient with so many consents that trying them would take long. */
  List<String> find() {
    if (consents.size() > MAX_CONSENTS) {
      return List.of();
    }
    closest().forEach(this::meet);
    breakGlass();
    unlabel();
    consents.stream()
        .filter(consent -> consent.isInForce(inquiry.context().now()))
        .limit(TRIED)
        .forEach(this::drop);
    dropFaulty();
    return List.copyOf(found);
  }

  private List<Near> closest() {
    List<Near> near = new ArrayList<>();
    for (CompiledConsent consent : consents) {
      for (Rule rule : consent.believed()) {
        Set<Dimension> unmatched = inquiry.unmatched(consent, rule);
        if (rule.type() == ProvisionType.PERMIT
            && !unmatched.isEmpty()
            && !unmatched.contains(Dimension.PERIOD)
            && unmatched.stream().noneMatch(Dimension::isOfData)) {
          near.add(new Near(consent, rule, unmatched));
        }
      }
    }
    near.sort(Comparator.comparingInt(one -> one.unmatched().size()));
    return near.subList(0, Math.min(TRIED, near.size()));
  }

  /** Tries the request that would meet a rule. */
  private void meet(Near near) {
    ConsentContext context = inquiry.context();
    List<String> changes = new ArrayList<>();
    if (near.lacks(Dimension.PURPOSE)) {
      if (near.asked().purposes().isEmpty()) {
        return; // it counts for everything but an emergency
      }
      String purpose = near.asked().purposes().get(0).asPolicyKnowsIt();
      changes.add("purposeOfUse " + purpose);
      context = context.forPurpose(purpose);
    }
    if (near.lacks(Dimension.ACTOR)) {
      changes.add("an actor listed in " + near.place());
      context = context.by(near.asked().actors().get(0));
    }
    if (near.lacks(Dimension.ACTION)) {
      String action = Collections.min(near.asked().actions());
      changes.add("action " + action);
      context = context.forAction(action);
    }
    consider(String.join(" and ", changes), inquiry.with(context), table);
  }

  private void breakGlass() {
    consider("purposeOfUse BTG", inquiry.with(inquiry.context().forPurpose("BTG")), table);
  }

  /** Tries the resource with fewer labels, which is what a permit for them would come to. */
  private void unlabel() {
    ResourceFacts facts = inquiry.facts();
    for (String sensitivity : facts.sensitivities()) {
      Set<String> left = new HashSet<>(facts.sensitivities());
      left.remove(sensitivity);
      Confidentiality level = left.isEmpty() ? Confidentiality.N : facts.confidentiality();
      consider(
          "a permit for label " + sensitivity, inquiry.with(facts.labelled(level, left)), table);
    }
    if (facts.confidentiality().compareTo(Confidentiality.N) > 0) {
      consider(
          "a permit for label " + facts.confidentiality(),
          inquiry.with(facts.labelled(Confidentiality.N, facts.sensitivities())),
          table);
    }
  }

  private void drop(CompiledConsent consent) {
    consider(
        "an end of Consent/" + consent.id(), inquiry, table.without(one -> one.equals(consent)));
  }

  private void dropFaulty() {
    List<String> faulty =
        consents.stream()
            .filter(CompiledConsent::faulty)
            .map(consent -> "Consent/" + consent.id())
            .limit(TRIED)
            .toList();
    if (!faulty.isEmpty()) {
      consider(
          "a correction of " + String.join(", ", faulty),
          inquiry,
          table.without(CompiledConsent::faulty));
    }
  }

  private void consider(String change, Inquiry changed, ConsentTable then) {
    if (changed.isPermitted(then)) {
      found.add(change);
    }
  }

  private record Near(CompiledConsent consent, Rule rule, Set<Dimension> unmatched) {
    boolean lacks(Dimension dimension) {
      return unmatched.contains(dimension);
    }

    RequestCriteria asked() {
      return rule.request();
    }

    String place() {
      return "Consent/%s %s".formatted(consent.id(), rule.path());
    }
  }
}
