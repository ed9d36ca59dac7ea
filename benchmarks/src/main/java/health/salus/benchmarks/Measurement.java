package health.salus.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one server did in one round, or the medians of its rounds. CPU, rate and latency are per
 * resource where a request carries several, else per request.
 *
 * @param jitShare part of the server's CPU that compiled its code
 */
record Measurement(
    double cpuMs,
    double p50Ms,
    double p95Ms,
    double p99Ms,
    double perSecond,
    double dbCpuMs,
    double jitShare) {

  static Measurement of(CpuTime used, Latencies latencies, double seconds, int resources) {
    return new Measurement(
        used.serverMillis() / resources,
        latencies.p50(),
        latencies.p95(),
        latencies.p99(),
        resources / seconds,
        used.databaseMillis() / resources,
        used.serverMillis() > 0 ? used.jitMillis() / used.serverMillis() : 0);
  }

  static Measurement median(List<Measurement> rounds) {
    return new Measurement(
        median(rounds, Measurement::cpuMs),
        median(rounds, Measurement::p50Ms),
        median(rounds, Measurement::p95Ms),
        median(rounds, Measurement::p99Ms),
        median(rounds, Measurement::perSecond),
        median(rounds, Measurement::dbCpuMs),
        median(rounds, Measurement::jitShare));
  }

  double cpuMsWithoutJit() {
    return cpuMs * (1 - jitShare);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
    return median(rounds.stream().mapToDouble(value).toArray());
  }
}
