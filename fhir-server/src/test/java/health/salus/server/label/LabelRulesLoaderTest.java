package health.salus.server.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.salus.storage.setting.ConfigException;
import health.salus.terminology.label.Label;
import health.salus.terminology.label.LabelRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelRulesLoaderTest {
  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final String LEVEL = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  @TempDir private Path folder;

  @Test
  void exactCodesBeginningsValueSetsAndTypesDecide() throws IOException {
    LabelRules rules =
        load(
            """
            rules:
              - {name: a, labels: [PSY, R], codes: {s: [x]}, prefixes: {i: [F2]}, types: [Condition]}
              - {name: b, labels: [HIV], valueSets: [urn:vs]}
            """);

    assertThat(rules.labels("Condition", List.of("s|x")))
        .containsExactly(new Label(ACT, "PSY"), new Label(LEVEL, "R"));
    assertThat(rules.labels("Condition", List.of("i|F20.0"))).hasSize(2);
    assertThat(rules.labels("Condition", List.of("i|F3", "t|x", "s|xy"))).isEmpty();
    assertThat(rules.labels("Observation", List.of("s|x"))).isEmpty();
    assertThat(rules.labels("Observation", List.of("v|1"))).containsExactly(new Label(ACT, "HIV"));
  }

  @Test
  void everyFaultIsNamed() throws IOException {
    Path file =
        file(
            """
            rules:
              - {name: a, labels: [NOSUCH], codes: {s: [x]}}
              - {name: b, labels: [PSY]}
              - {name: c, labels: [PSY], valueSets: [urn:none], types: [Nosuch]}
              - {name: d, codes: {s: x}, colour: red}
            more: 1
            """);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> loader().load(file))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains("rule a: NOSUCH is no code")
                    .contains("rule b: codes, prefixes or valueSets are missing")
                    .contains("rule c: value set urn:none cannot be expanded")
                    .contains("rule c: unknown resource type Nosuch")
                    .contains("rule d: unknown setting colour")
                    .contains("rule d: labels are missing")
                    .contains("unknown setting more"));
  }

  private LabelRules load(String text) throws IOException {
    return loader().load(file(text));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("labels.yaml"), text);
  }

  private static LabelRulesLoader loader() {
    return new LabelRulesLoader(
        Set.of("PSY", "HIV")::contains,
        Set.of("Condition", "Observation")::contains,
        url -> url.equals("urn:vs") ? Optional.of(Set.of("v|1")) : Optional.empty());
  }
}
