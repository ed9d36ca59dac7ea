package health.salus.smart.scope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient/Observation.rs",
        "user/*.cruds",
        "system/Patient.s",
        "patient/Observation.read",
        "patient/*.*",
        "user/Condition.write",
        "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
        "patient/Condition.rs?category=a|b&code=c",
        "patient/Observation.r?category=laboratory,vital-signs"
      })
  void scopesComeBackAsTheyWereWritten(String text) {
    assertThat(SmartScope.parse(text)).map(SmartScope::toString).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient/Observation.sr",
        "patient/Observation.rr",
        "patient/Observation.dus",
        "patient/Observation.",
        "patient/Observation",
        "patient/observation.rs",
        "Patient/Observation.rs",
        "group/Observation.rs",
        "patient/Observation.rsx",
        "patient/Observation.reads",
        "patient/*Observation.rs",
        "patient/Observation.rs?",
        "patient/Observation.rs?category",
        "patient/Observation.rs?=x",
        "patient/Observation.rs?category=",
        "patient/Observation.rs?category=a,,b",
        "patient/Observation.rs?category:not=laboratory",
        "patient/Observation.rs?subject.name=Smith",
        "patient/Observation.rs?_filter=code",
        "patient/Observation.rs?_has=x",
        "patient/Observation.rs?_id=1",
        "patient/Observation.rs?date=gt2020",
        "patient/Observation.rs?category=a&",
        "patient/Observation.rs?category=a%7Cb",
        "patient/Observation.rs?category=a\\,b",
        "patient/Observation.rs?category=a|b|c",
        "patient/Observation.read?category=laboratory",
        "patient/*.rs?category=laboratory",
        "patient/Observation.rs patient/Condition.rs",
        "patient/Observation.rs\n"
      })
  void whatTheGrammarDoesNotAllowIsNoScope(String text) {
    assertThat(SmartScope.parse(text)).isEmpty();
  }

  @Test
  void version1MeansTheInteractionsOfTheStandard() {
    assertThat(scope("patient/Patient.read").interactions())
        .isEqualTo(scope("patient/Patient.rs").interactions());
    assertThat(scope("patient/Patient.write").interactions())
        .isEqualTo(scope("patient/Patient.cud").interactions());
    assertThat(scope("patient/Patient.*").interactions())
        .isEqualTo(scope("patient/Patient.cruds").interactions());
  }

  @Test
  void theUriFormIsTheSameScope() {
    assertThat(scope("http://smarthealthit.org/fhir/scopes/patient/Patient.rs"))
        .isEqualTo(scope("patient/Patient.rs"));
  }

  @Test
  void aNarrowedVersion1ScopeIsWrittenAsVersion2() {
    assertThat(scope("patient/Patient.read").intersect(scope("patient/*.r")))
        .map(SmartScope::toString)
        .hasValue("patient/Patient.r");
  }

  @Test
  void theIntersectionKeepsTheParametersOfBoth() {
    assertThat(scope("patient/*.cruds").intersect(scope("patient/Observation.rs?category=a|b")))
        .hasValue(scope("patient/Observation.rs?category=a|b"));
    assertThat(
            scope("patient/Observation.rs?category=a|b")
                .intersect(scope("patient/Observation.s?code=c")))
        .hasValue(scope("patient/Observation.s?category=a|b&code=c"));
    assertThat(scope("user/Patient.rs").intersect(scope("patient/Patient.rs"))).isEmpty();
    assertThat(scope("user/Patient.rs").intersect(scope("user/Condition.rs"))).isEmpty();
    assertThat(scope("user/Patient.r").intersect(scope("user/Patient.s"))).isEmpty();
  }

  private static SmartScope scope(String text) {
    return SmartScope.parse(text).orElseThrow();
  }
}
