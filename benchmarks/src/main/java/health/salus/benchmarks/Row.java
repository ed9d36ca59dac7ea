package health.salus.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The result of one workload.
 *
 * @param stock the other side: the stock server, or Salus asked without a token; nothing where only
 *     Salus has the function
 */
record Row(
    String workload,
    String description,
    Workload.Against against,
    Measurement salus,
    @Nullable Measurement stock,
    @Nullable Ratio ratio) {

  /**
   * Salus's server CPU divided by the stock server's: the median of the rounds and their span.
   *
   * @param withoutJit the median where the compilers' CPU is left out on both sides
   */
  record Ratio(double median, double least, double most, double withoutJit) {

    static Ratio of(List<Measurement> salus, List<Measurement> stock) {
      double[] ratios = ratios(salus, stock, Measurement::cpuMs);
      return new Ratio(
          Measurement.median(ratios),
          Arrays.stream(ratios).min().orElseThrow(),
          Arrays.stream(ratios).max().orElseThrow(),
          Measurement.median(ratios(salus, stock, Measurement::cpuMsWithoutJit)));
    }

    private static double[] ratios(
        List<Measurement> salus, List<Measurement> stock, ToDoubleFunction<Measurement> cpu) {
      return IntStream.range(0, stock.size())
          .mapToDouble(
              round -> cpu.applyAsDouble(salus.get(round)) / cpu.applyAsDouble(stock.get(round)))
          .toArray();
    }
  }

  static Row of(Workload workload, List<Measurement> salus, List<Measurement> stock) {
    return new Row(
        workload.name(),
        workload.description(),
        workload.against(),
        Measurement.median(salus),
        stock.isEmpty() ? null : Measurement.median(stock),
        stock.isEmpty() ? null : Ratio.of(salus, stock));
  }
}
