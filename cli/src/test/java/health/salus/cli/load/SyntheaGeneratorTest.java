package health.salus.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SyntheaGeneratorTest {
  private static final LocalDate END = LocalDate.of(2026, 11, 1);

  @Test
  void seedAndDayAreGivenToSynthea() {
    SyntheaOptions options = new SyntheaOptions(5, 42, END, 2, Path.of("out"));

    assertThat(SyntheaGenerator.syntheaCommand("a.jar", options))
        .containsSequence("-cp", "a.jar", "App", "-p", "5", "-s", "42", "-cs", "42")
        .containsSequence("-r", "20261101", "-e", "20261101");
  }

  @Test
  void nobodyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SyntheaOptions(0, 42, END, 2, Path.of("out")));
  }
}
