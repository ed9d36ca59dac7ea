package health.salus.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * What to run and how long.
 *
 * @param quick fewer and shorter rounds, for a first impression
 * @param warmUpLimit how long a workload may be repeated until the compilers rest
 * @param stockPrettyPrint whether the stock server indents its answers, as the starter does
 * @param against what Salus is compared with
 */
record RunOptions(
    List<String> workloads,
    int rounds,
    boolean quick,
    Duration warmUpLimit,
    boolean stockPrettyPrint,
    Other against) {

  /** The other server. */
  enum Other {
    stock,
    plain
  }

  RunOptions {
    workloads = List.copyOf(workloads);
  }

  boolean needsModel() {
    return workloads.contains("predict") || workloads.contains("cds");
  }

  int requests(Workload workload) {
    return quick ? Math.max(8, workload.count() / 3) : workload.count();
  }
}
