package health.salus.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * One kind of request, drawn over the whole data set.
 *
 * @param count requests of a full round
 * @param against what Salus is measured against
 */
record Workload(
    String name,
    String description,
    int count,
    int connections,
    Against against,
    Requests requests) {
  private static final long SEED = 20261124;

  /** What stands on the other side of a ratio. */
  enum Against {
    /** The stock server. */
    STOCK,
    /** Nothing: the stock server has no such function. */
    NOTHING,
    /** Salus itself, asked without a token where anonymous callers are allowed. */
    OPEN_DOOR,
    /** Salus itself, asked by an office that is exempt from consent. */
    EXEMPT
  }

  /** Draws requests. {@code round} is unique, for ids that must be new. */
  @FunctionalInterface
  interface Requests {
    List<Request> draw(Random random, String round, int count);
  }

  /** The requests of a round: the same for both servers and in every run. */
  List<Request> draw(String round, int number) {
    return requests.draw(new Random(Objects.hash(SEED, name, round)), round, number);
  }
}
