package health.salus.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeats a workload until the compilers rest. Both servers get the same requests the same number
 * of times, so that both hold the same data afterwards.
 */
final class WarmUp {
  private static final double RESTING = 0.02;

  private final CpuClock clock;
  private final Duration limit;

  /** A warm-up that gives up after this time. */
  WarmUp(CpuClock clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Answers with the share of CPU that each server's compilers still took in the end. */
  List<Double> run(Workload workload, List<Target> targets, int count) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<Double> shares = new ArrayList<>();
    for (int turn = 1; turn == 1 || System.nanoTime() < deadline; turn++) {
      List<Request> requests = workload.draw("w" + turn, count);
      shares.clear();
      for (Target target : targets) {
        shares.add(LoadRun.measure(target, clock, requests, workload.connections()).jitShare());
      }
      if (shares.stream().allMatch(share -> share < RESTING)) {
        break;
      }
    }
    return shares;
  }
}
