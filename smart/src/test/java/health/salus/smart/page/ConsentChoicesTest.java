package health.salus.smart.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsentChoicesTest {
  private static final String LABORATORY =
      "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory";
  private static final String HEALTH_CONCERN =
      "patient/Condition.rs?category=http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern";

  @Test
  void untickedScopeIsNotGranted() {
    List<String> granted =
        ConsentChoices.granted(
            List.of("openid", "patient/Goal.rs", "patient/Condition.rs"),
            List.of("patient/Condition.rs"),
            List.of());

    assertThat(granted).containsExactly("openid", "patient/Condition.rs");
  }

  @Test
  void tickedPartTakesThePlaceOfTheWhole() {
    List<String> granted =
        ConsentChoices.granted(
            List.of("patient/Observation.rs", "patient/Condition.rs"),
            List.of("patient/Observation.rs", "patient/Condition.rs"),
            List.of(LABORATORY, HEALTH_CONCERN));

    assertThat(granted).containsExactly(LABORATORY, HEALTH_CONCERN);
  }

  @Test
  void everythingCanBeNarrowedToTypes() {
    List<String> granted =
        ConsentChoices.granted(
            List.of("patient/*.read"),
            List.of("patient/*.read"),
            List.of("patient/Goal.read", "patient/Coverage.read"));

    assertThat(granted).containsExactly("patient/Goal.read", "patient/Coverage.read");
  }

  @Test
  void oldFormIsNarrowedInTheNewOne() {
    List<String> granted =
        ConsentChoices.granted(
            List.of("patient/Observation.read"),
            List.of("patient/Observation.read"),
            List.of(LABORATORY));

    assertThat(granted).containsExactly(LABORATORY);
  }

  @Test
  void partOfAnUntickedScopeIsNotGranted() {
    List<String> granted =
        ConsentChoices.granted(List.of("patient/Observation.rs"), List.of(), List.of(LABORATORY));

    assertThat(granted).isEmpty();
  }

  @Test
  void nothingIsGrantedThatWasNotOffered() {
    List<String> granted =
        ConsentChoices.granted(
            List.of("patient/Observation.rs"),
            List.of("patient/Observation.rs", "patient/Observation.cruds", "offline_access"),
            List.of("patient/Observation.cruds", "user/Observation.rs", "patient/Goal.rs"));

    assertThat(granted).containsExactly("patient/Observation.rs");
  }

  @Test
  void scopeThatIsNarrowAlreadyStaysAsItIs() {
    List<String> granted =
        ConsentChoices.granted(List.of(LABORATORY), List.of(LABORATORY), List.of(HEALTH_CONCERN));

    assertThat(granted).containsExactly(LABORATORY);
  }

  @Test
  void accessWithoutTheUserIsGrantedOnlyIfTicked() {
    List<String> offered = List.of("launch/patient", "offline_access");

    assertThat(ConsentChoices.granted(offered, List.of(), List.of()))
        .containsExactly("launch/patient");
    assertThat(ConsentChoices.granted(offered, List.of("offline_access"), List.of()))
        .containsExactly("launch/patient", "offline_access");
  }
}
