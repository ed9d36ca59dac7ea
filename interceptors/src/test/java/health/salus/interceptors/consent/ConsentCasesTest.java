package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases in {@code cases/}: consents, requests and what is expected of them. */
class ConsentCasesTest {
  @ParameterizedTest
  @MethodSource("health.salus.interceptors.consent.ConsentCase#all")
  void decidesAsExpected(ConsentCase one) {
    Condition verdict = one.table().verdict(one.context(), one.policy());

    assertThat(verdict.test(one.facts(), one.referencesOf()) ? "permit" : "deny")
        .isEqualTo(one.expectation().decision());
  }
}
