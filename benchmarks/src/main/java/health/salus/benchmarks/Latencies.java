package health.salus.benchmarks;

import java.util.Arrays;

/** The percentiles of a run, in milliseconds. */
record Latencies(double p50, double p95, double p99) {

  static Latencies of(double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Latencies(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
  }

  private static double at(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}
