package health.salus.benchmarks;

import java.util.List;
import java.util.regex.Pattern;

/** Whether both servers answer the same, as far as numbers of entries tell. */
final class Agreement {
  private static final Pattern ENTRY = Pattern.compile("\"fullUrl\"");
  private static final int SAMPLE = 40;

  private Agreement() {}

  /** How many of the first answers have as many entries on one side as on the other. */
  static String between(Target salus, Target stock, List<Request> requests) {
    List<Request> sample = requests.stream().filter(Request::isSearch).limit(SAMPLE).toList();
    long same =
        sample.stream()
            .filter(request -> entries(salus, request) == entries(stock, request))
            .count();
    return "%d of %d answers have the same number of entries".formatted(same, sample.size());
  }

  private static long entries(Target target, Request request) {
    return ENTRY.matcher(target.require(request).text()).results().count();
  }
}
