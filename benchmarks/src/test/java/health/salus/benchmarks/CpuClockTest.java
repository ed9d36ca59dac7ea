package health.salus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuClockTest {

  @Test
  void aBusyProcessUsesCpuOfItsOwnAndNoneOfTheDatabase() {
    long self = ProcessHandle.current().pid();
    CpuClock clock = new CpuClock(Long.MAX_VALUE);
    CpuTime before = clock.read(self);

    long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    CpuTime used = clock.read(self).since(before);
    assertThat(used.serverMillis()).isPositive();
    assertThat(used.databaseMillis()).isZero();
  }
}
