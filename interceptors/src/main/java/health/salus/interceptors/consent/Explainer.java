package health.salus.interceptors.consent;

import health.salus.interceptors.consent.ConsentExplanation.Basis;
import health.salus.interceptors.consent.ConsentExplanation.ConsideredRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides one inquiry rule by rule and reports which rule decided. The decision is that of {@link
 * ConsentTable#verdict}, which a test holds.
 */
final class Explainer {
  private final List<CompiledConsent> consents;
  private final Combining combining;
  private final Inquiry inquiry;

  Explainer(List<CompiledConsent> consents, Combining combining, Inquiry inquiry) {
    this.consents = consents;
    this.combining = combining;
    this.inquiry = inquiry;
  }

  ConsentExplanation explain() {
    List<List<Asked>> asked = new ArrayList<>();
    for (int i = 0; i < consents.size(); i++) {
      asked.add(ask(i));
    }
    if (!inquiry.isEmergency() && consents.stream().anyMatch(CompiledConsent::faulty)) {
      return explanation(ProvisionType.DENY, Basis.FAULT, asked, Optional.empty());
    }
    Optional<Answer> answer = asked.stream().flatMap(own -> answer(own).stream()).min(precedence());
    if (answer.isPresent()) {
      return explanation(answer.get().type(), answer.get().basis(), asked, answer);
    }
    boolean permitted = inquiry.holds(inquiry.implicit());
    return explanation(
        permitted ? ProvisionType.PERMIT : ProvisionType.DENY,
        Basis.IMPLICIT_POLICY,
        asked,
        Optional.empty());
  }

  /** The rules of one consent that are believed, the deepest first. */
  private List<Asked> ask(int position) {
    CompiledConsent consent = consents.get(position);
    return consent.believed().stream()
        .sorted(Comparator.comparingInt(rule -> -rule.depth()))
        .map(rule -> new Asked(position, consent, rule, inquiry.unmatched(consent, rule)))
        .toList();
  }

  /** The answer of one consent by itself; empty if it is silent. */
  private static Optional<Answer> answer(List<Asked> own) {
    Optional<Asked> matched =
        own.stream()
            .filter(one -> one.unmatched().isEmpty())
            .min(
                Comparator.<Asked>comparingInt(one -> -one.rule().depth())
                    .thenComparing(one -> one.rule().type() == ProvisionType.PERMIT));
    if (matched.isPresent()) {
      return matched.map(one -> new Answer(one, one.rule().type(), Basis.PROVISION));
    }
    return own.stream()
        .filter(one -> one.rule().limits() && one.lacksDataOnly())
        .findFirst()
        .map(one -> new Answer(one, ProvisionType.DENY, Basis.LIMIT));
  }

  private Comparator<Answer> precedence() {
    Comparator<Answer> denialFirst =
        Comparator.comparing(answer -> answer.type() == ProvisionType.PERMIT);
    return switch (combining) {
      case DENY_OVERRIDES -> denialFirst;
      case MOST_RECENT ->
          Comparator.<Answer, Instant>comparing(answer -> answer.by().consent().dateTime())
              .reversed()
              .thenComparing(denialFirst);
      case MOST_SPECIFIC ->
          Comparator.<Answer>comparingInt(answer -> -answer.by().rule().depth())
              .thenComparing(denialFirst);
    };
  }

  private ConsentExplanation explanation(
      ProvisionType decision, Basis basis, List<List<Asked>> asked, Optional<Answer> answer) {
    List<ConsideredRule> rules =
        asked.stream()
            .flatMap(List::stream)
            .sorted(order())
            .map(one -> one.considered(answer.filter(given -> given.by().equals(one)).isPresent()))
            .toList();
    return new ConsentExplanation(decision, basis, rules, List.of());
  }

  /** The order in which rules count; those of one consent keep theirs. */
  private Comparator<Asked> order() {
    return switch (combining) {
      case DENY_OVERRIDES -> Comparator.comparingInt(Asked::position);
      case MOST_RECENT ->
          Comparator.<Asked, Instant>comparing(one -> one.consent().dateTime()).reversed();
      case MOST_SPECIFIC -> Comparator.comparingInt(one -> -one.rule().depth());
    };
  }

  private record Asked(int position, CompiledConsent consent, Rule rule, Set<Dimension> unmatched) {
    boolean lacksDataOnly() {
      return unmatched.stream().allMatch(Dimension::isOfData);
    }

    ConsideredRule considered(boolean decided) {
      return new ConsideredRule(consent.id(), rule.path(), rule.type(), unmatched, decided);
    }
  }

  private record Answer(Asked by, ProvisionType type, Basis basis) {}
}
