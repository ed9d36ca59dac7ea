package health.salus.storage.sealing;

import health.salus.storage.sweep.JobProgress;
import java.util.List;

/** Rebuilds rows of the search index from the resources, in the background. */
public interface IndexRenewal {

  /**
   * Makes the rows of all resources, or of those that have some of one kind.
   *
   * @return the addresses of resources whose rows could not be made, and why
   */
  List<String> run(Rows rows, JobProgress progress);

  /** Selection of rows to rebuild. */
  enum Rows {
    /** Rows of every resource. */
    ALL,
    /** Rows of resources that have a unique combination of values. */
    UNIQUE_COMBINATIONS
  }
}
