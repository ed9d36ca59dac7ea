package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.interceptors.consent.ConsentExplanation.ConsideredRule;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases in {@code cases/}: consents, requests and what is expected of them. */
class ConsentCasesTest {
  @ParameterizedTest
  @MethodSource("health.salus.interceptors.consent.ConsentCase#all")
  void decidesAsExpected(ConsentCase one) {
    FactPredicate verdict = one.table().verdict(one.context(), one.policy());

    assertThat(verdict.test(one.facts(), one.referencesOf()) ? "permit" : "deny")
        .isEqualTo(one.expectation().decision());
  }

  @ParameterizedTest
  @MethodSource("health.salus.interceptors.consent.ConsentCase#all")
  void explainsAsExpected(ConsentCase one) {
    ConsentExplanation explanation =
        one.table().explain(one.context(), one.policy(), one.facts(), one.referencesOf());

    assertThat(explanation.decision().name().toLowerCase(Locale.ROOT))
        .isEqualTo(one.expectation().decision());
    assertThat(decidedBy(explanation)).isEqualTo(one.expectation().rule());
  }

  private static String decidedBy(ConsentExplanation explanation) {
    return switch (explanation.basis()) {
      case IMPLICIT_POLICY -> "implicit policy";
      case FAULT -> "unreadable consent";
      case PROVISION, LIMIT ->
          explanation.rules().stream()
              .filter(ConsideredRule::decided)
              .map(rule -> "Consent/%s %s".formatted(rule.consentId(), rule.path()))
              .findFirst()
              .orElseThrow();
    };
  }
}
