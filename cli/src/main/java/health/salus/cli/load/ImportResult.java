package health.salus.cli.load;

import java.time.Duration;
import java.util.List;

/**
 * The result of an import.
 *
 * @param sent resources that the server acknowledged in this run
 * @param skipped resources that it had acknowledged in an earlier run
 */
public record ImportResult(
    int files, long sent, long skipped, List<ImportFailure> failures, Duration took) {
  public ImportResult {
    failures = List.copyOf(failures);
  }

  public boolean successful() {
    return failures.isEmpty();
  }

  /** One line of totals, then one line for each failure. */
  public String report() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d files: %d resources sent, %d skipped (sent earlier), %d failures, %d s%n"
            .formatted(files, sent, skipped, failures.size(), took.toSeconds()));
    failures.forEach(failure -> text.append("  ").append(failure).append(System.lineSeparator()));
    return text.toString();
  }
}
