package health.salus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleBundleTest {
  private static final String PATIENT = "10832864-602e-1f77-80b2-ad9eddb246e6";
  private static final String OTHER = "83c92b81-f0f7-32a3-b393-99d24721b6d0";

  @Test
  void idsOfTheBundleAndReferencesToThemAreRenamed() {
    SampleBundle bundle =
        new SampleBundle(
            "{\"id\":\"%1$s\",\"url\":\"Patient/%1$s\"}".formatted(PATIENT), Set.of(PATIENT));

    String renamed = bundle.renamed("r1").json();

    assertThat(renamed)
        .isEqualTo("{\"id\":\"%1$s-r1\",\"url\":\"Patient/%1$s-r1\"}".formatted(PATIENT));
  }

  @Test
  void whatBelongsToOthersKeepsItsName() {
    String json = "{\"reference\":\"Practitioner/%s\",\"value\":\"%s\"}".formatted(OTHER, PATIENT);
    SampleBundle bundle = new SampleBundle(json, Set.of(PATIENT));

    String renamed = bundle.renamed("r1").json();

    assertThat(renamed).isEqualTo(json);
  }
}
