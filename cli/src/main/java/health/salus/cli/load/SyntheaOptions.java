package health.salus.cli.load;

import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Options of a Synthea run.
 *
 * @param patients how many living people
 * @param end the day on which their records end; the same seed and day give the same people
 * @param yearsOfHistory how far back records go, apart from what is still active
 * @param out the folder to write to; the bundles lie in its sub-folder {@code fhir}
 */
public record SyntheaOptions(int patients, long seed, LocalDate end, int yearsOfHistory, Path out) {
  public SyntheaOptions {
    require(patients > 0, "patients must be positive but is " + patients);
    require(yearsOfHistory > 0, "yearsOfHistory must be positive but is " + yearsOfHistory);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
