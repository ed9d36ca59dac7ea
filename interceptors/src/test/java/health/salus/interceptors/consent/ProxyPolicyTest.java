package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProxyPolicyTest {
  private static final ProxyPolicy POLICY = new ProxyPolicy(18, 12, Set.of("SEX"));
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final FactPredicate ALLOWED = new FactPredicate.AtMost(Confidentiality.N);
  private static final FactPredicate GRANTED = new FactPredicate.OfType(Set.of("Immunization"));
  private static final FactPredicate OPEN =
      FactPredicate.not(new FactPredicate.Labelled(Set.of("SEX"), Set.of()));

  @Test
  void parentSeesAllOfAChildWithoutSecrets() {
    assertThat(ofParent(TODAY.minusYears(12).plusDays(1))).isEqualTo(ALLOWED);
  }

  @Test
  void secretsBeginOnTheBirthday() {
    assertThat(ofParent(TODAY.minusYears(12))).isEqualTo(FactPredicate.all(List.of(OPEN, ALLOWED)));
  }

  @Test
  void majorityBeginsOnTheBirthday() {
    assertThat(ofParent(TODAY.minusYears(18).plusDays(1)))
        .isEqualTo(FactPredicate.all(List.of(OPEN, ALLOWED)));
    assertThat(ofParent(TODAY.minusYears(18))).isEqualTo(GRANTED);
  }

  @Test
  void whoseBirthdayIsUnknownIsGrownUp() {
    assertThat(POLICY.permits(true, Optional.empty(), TODAY, ALLOWED, GRANTED)).isEqualTo(GRANTED);
  }

  @Test
  void guardianOfAnAdultGoesOn() {
    assertThat(POLICY.permits(false, Optional.of(TODAY.minusYears(80)), TODAY, ALLOWED, GRANTED))
        .isEqualTo(ALLOWED);
  }

  private static FactPredicate ofParent(LocalDate born) {
    return POLICY.permits(true, Optional.of(born), TODAY, ALLOWED, GRANTED);
  }
}
