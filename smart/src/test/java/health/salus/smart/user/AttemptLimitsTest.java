package health.salus.smart.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptLimitsTest {
  private final AttemptLimits limits = new AttemptLimits(3, Duration.ofHours(1));

  @Test
  void afterTheLastAttemptComesNoneForThatKeyOnly() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.allow("a")).isTrue();
    }

    assertThat(limits.allow("a")).isFalse();
    assertThat(limits.allow("b")).isTrue();
  }

  @Test
  void aSuccessCostsNothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(limits.allow("a")).isTrue();
      limits.giveBack("a");
    }
  }
}
