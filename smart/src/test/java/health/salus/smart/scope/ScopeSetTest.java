package health.salus.smart.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeSetTest {

  @Test
  void unknownScopesAreLeftOut() {
    ScopeSet set = ScopeSet.parse("openid  made-up patient/Patient.rs launch/patient");

    assertThat(set).hasToString("openid launch/patient patient/Patient.rs");
  }

  @Test
  void aThousandScopesAreRefused() {
    assertThatThrownBy(() -> ScopeSet.parse("openid ".repeat(1000)))
        .isInstanceOf(ScopeException.class);
  }

  @Test
  void aLongScopeIsRefused() {
    assertThatThrownBy(() -> ScopeSet.parse("a".repeat(9000))).isInstanceOf(ScopeException.class);
  }

  @Test
  void limitsNarrowAScopeInsteadOfLosingIt() {
    ScopeSet asked = ScopeSet.parse("openid user/*.cruds patient/Observation.rs");

    ScopeSet left = asked.limitedTo(ScopeSet.parse("user/*.rs patient/Patient.rs").clinical());

    assertThat(left).hasToString("openid user/*.rs");
  }

  @Test
  void aSetImpliesOnlyWhatIsInIt() {
    ScopeSet granted = ScopeSet.parse("openid offline_access patient/*.rs");

    assertThat(granted.implies(ScopeSet.parse("patient/Patient.r"))).isTrue();
    assertThat(granted.implies(ScopeSet.parse("patient/Patient.c"))).isFalse();
    assertThat(granted.implies(ScopeSet.parse("fhirUser"))).isFalse();
    assertThat(granted.limitedTo(List.of()).clinical()).isEmpty();
  }
}
