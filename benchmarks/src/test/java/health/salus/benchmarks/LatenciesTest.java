package health.salus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreTheNearestRank() {
    double[] oneToHundred = IntStream.rangeClosed(1, 100).mapToDouble(value -> value).toArray();

    Latencies latencies = Latencies.of(oneToHundred);

    assertThat(latencies).isEqualTo(new Latencies(50, 95, 99));
  }
}
