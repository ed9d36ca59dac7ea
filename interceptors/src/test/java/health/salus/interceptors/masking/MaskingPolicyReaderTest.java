package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingPolicyReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"path\":\"Patient.surname\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"Patient.name.surname\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"Observation.valueQuantity\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"Observation.value.ofType(date)\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"Patient.identifier.where(color = 'x')\",\"action\":\"omit\"; does not exist",
        "\"path\":\"*.surname\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"*.descendants().ofType(Name)\",\"action\":\"omit\"; does not exist in FHIR R4",
        "\"path\":\"Pattient.name\",\"action\":\"omit\"; of no resource type",
        "\"path\":\"name\",\"action\":\"omit\"; of no resource type",
        "\"path\":\"Patient.name\",\"type\":\"Person\",\"action\":\"omit\"; but the type Person",
        "\"path\":\"Patient.name[0]\",\"action\":\"omit\"; is no path",
        "\"path\":\"Patient.name.first()\",\"action\":\"omit\"; is no path",
        "\"path\":\"Patient.identifier.where(system)\",\"action\":\"omit\"; is no path",
        "\"path\":\"Patient..name\",\"action\":\"omit\"; is no path",
        "\"path\":\"Patient.id\",\"action\":\"omit\"; cannot be masked",
        "\"path\":\"Patient.meta.tag\",\"action\":\"omit\"; cannot be masked",
        "\"action\":\"omit\"; needs a path",
        "\"path\":\"Patient.name\"; needs one action",
        "\"path\":\"Patient.name\",\"action\":\"hide\"; has the action hide",
        "\"path\":\"Patient.name\",\"action\":{\"blur\":{}}; has the action blur",
        "\"path\":\"Patient.name\",\"action\":{\"shift\":{\"days\":10}}; does not fit",
        "\"path\":\"Patient.gender\",\"action\":\"pseudonymise\"; does not fit",
        "\"path\":\"Patient.birthDate\",\"action\":{\"shift\":{\"days\":0}}; days must be a whole number",
        "\"path\":\"Patient.birthDate\",\"action\":{\"shift\":{\"day\":5}}; unknown entry day",
        "\"path\":\"Patient.birthDate\",\"action\":{\"truncate\":{\"to\":\"day\"}}; needs to: year",
        "\"path\":\"Patient.birthDate\",\"action\":{\"generalise\":{}}; needs years and oldestAge",
        "\"path\":\"Observation.value\",\"action\":{\"generalise\":{\"step\":0}}; above 0",
        "\"path\":\"Condition.code\",\"action\":{\"generalise\":{\"codes\":{\"a\":\"b\"}}}; system|code",
        "\"path\":\"Patient.name\",\"action\":\"omit\",\"roles\":[\"doctor\"]; unknown entry doctor in roles",
        "\"path\":\"Patient.name\",\"action\":\"omit\",\"roles\":[]; is an empty list",
        "\"path\":\"Patient.name\",\"action\":\"omit\",\"purposes\":[\"HRESHC\"]; unknown entry HRESHC",
        "\"path\":\"Patient.name\",\"action\":\"omit\",\"role\":\"nurse\"; unknown entry role"
      })
  void ruleThatCannotWorkIsRefusedByNameAndReason(String rule, String reason) {
    assertThatThrownBy(() -> Policies.of("{\"name\":\"my-rule\"," + rule + "}"))
        .isInstanceOfSatisfying(
            MaskingPolicyException.class,
            e -> {
              assertThat(e.faults()).allMatch(fault -> fault.startsWith("masking rule my-rule"));
              assertThat(e).hasMessageContaining(reason);
            });
  }

  @Test
  void everyFaultIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                Policies.read(
                    """
                    {"rule": [], "rules": [{"name":"a","path":"Patient.x","action":"omit"},
                      {"name":"a","path":"Patient.name","action":"hide"}]}"""))
        .isInstanceOfSatisfying(
            MaskingPolicyException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "masking rule a has the path Patient.x, which does not exist in FHIR R4",
                        "masking rule a needs a name that no other rule has",
                        "masking rule a has the action hide; known are omit, redact, pseudonymise,"
                            + " truncate, generalise, shift or pattern, the last four with"
                            + " parameters",
                        "the masking policy has the unknown entry rule; known are [rules]"));
  }

  @Test
  void ruleAppliesWhenRoleAndPurposeMatch() {
    MaskingPolicy policy =
        Policies.of(
            """
            {"name":"a","roles":["nurse"],"purposes":["HRESCH"],"path":"Patient.name","action":"omit"}""");

    assertThat(policy.of(Optional.of(Policies.caller("nurse", "HRESCH"))).isEmpty()).isFalse();
    assertThat(policy.of(Optional.of(Policies.caller("nurse", "TREAT"))).isEmpty()).isTrue();
    assertThat(policy.of(Optional.of(Policies.caller("researcher", "HRESCH"))).isEmpty()).isTrue();
    assertThat(policy.of(Optional.empty()).isEmpty()).isTrue();
  }

  @Test
  void ruleForEveryTypeCoversThoseThatHaveTheElementAndNoDefinitions() {
    Masks masks = Policies.masks(Policies.rule("*.note", "\"omit\""));

    assertThat(masks.concern("Observation")).isTrue();
    assertThat(masks.concern("Patient")).isFalse();
    assertThat(Policies.masks(Policies.rule("*.description", "\"omit\"")).concern("ValueSet"))
        .isFalse();
  }
}
