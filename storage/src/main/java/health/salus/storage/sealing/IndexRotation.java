package health.salus.storage.sealing;

import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.key.IndexKeyTable;
import health.salus.storage.key.IndexKeys;
import health.salus.storage.key.KeyStoreTable;
import health.salus.storage.key.RunningTransactions;
import health.salus.storage.key.SealingFailure;
import health.salus.storage.sealing.IndexRenewal.Rows;
import health.salus.storage.sweep.JobProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Gives the search index another key while all nodes search and write.
 *
 * <ol>
 *   <li>The next key answers beside the present one, and nothing is written under it yet.
 *   <li>When all nodes ask by both, rows are written under it, and the present one retires.
 *   <li>When no node writes under the one that retires, all rows are rebuilt. It answers no more.
 *   <li>When no node asks by it, what must be unique is taken back that was written under both. The
 *       key is destroyed.
 * </ol>
 *
 * <p>Each step is in the database, so a rotation that was killed goes on where it was.
 */
final class IndexRotation {
  /** Twice the age of what a node knows, since a thread may rest before its transaction begins. */
  private static final Duration NODES_KNOW_AFTER = IndexKeys.MAX_AGE.multipliedBy(2);

  /** Key of the advisory lock: any number that is not used elsewhere. */
  private static final long LOCK = 0x5A1005_1DE8L;

  private final DataSource dataSource;
  private final IndexKeyTable table;
  private final KeyStoreTable keys;
  private final IndexRenewal renewal;
  private final RunningTransactions transactions;

  /**
   * A rotation.
   *
   * @param dataSource connections that do not commit each statement
   */
  IndexRotation(
      DataSource dataSource, IndexKeyTable table, KeyStoreTable keys, IndexRenewal renewal) {
    this.dataSource = dataSource;
    this.table = table;
    this.keys = keys;
    this.renewal = renewal;
    this.transactions = new RunningTransactions(dataSource);
  }

  /** Whether one was begun and did not end. */
  boolean isBegun() {
    return table.in("NEXT").isPresent()
        || table.in("RETIRING").isPresent()
        || table.in("RETIRED").isPresent();
  }

  /**
   * Does what is to be done until there is one key.
   *
   * @return the addresses of resources whose rows could not be made, and why; then the key that
   *     retires goes on answering, and the next run tries again
   * @throws SealingFailure if another node is doing the same
   */
  List<String> run(JobProgress progress) {
    try (Connection connection = dataSource.getConnection()) {
      if (!lock(connection, "SELECT pg_try_advisory_lock(?)")) {
        throw new SealingFailure("Another node is rotating the key of the search index");
      }
      try {
        if (!isBegun()) {
          keys.makeNextIndexKey();
        }
        return steps(progress);
      } finally {
        lock(connection, "SELECT pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The rotation of the index key cannot be locked", e);
    }
  }

  private static boolean lock(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, LOCK);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } finally {
      connection.commit(); // the lock is the session's
    }
  }

  private List<String> steps(JobProgress progress) {
    Optional<KeyId> next = table.in("NEXT");
    if (next.isPresent()) {
      settle(progress);
      if (progress.isStopped()) {
        return List.of();
      }
      table.activate(next.get());
    }
    Optional<KeyId> retiring = table.in("RETIRING");
    if (retiring.isPresent()) {
      List<String> faults = renewed(Rows.ALL, progress);
      if (!faults.isEmpty() || progress.isStopped()) {
        return faults;
      }
      table.retire(retiring.get());
    }
    Optional<KeyId> retired = table.in("RETIRED");
    if (retired.isPresent()) {
      List<String> faults = renewed(Rows.UNIQUE_COMBINATIONS, progress);
      if (!faults.isEmpty() || progress.isStopped()) {
        return faults;
      }
      table.destroy(retired.get());
    }
    return List.of();
  }

  private List<String> renewed(Rows rows, JobProgress progress) {
    settle(progress);
    progress.enter("making rows anew");
    return renewal.run(rows, progress);
  }

  private void settle(JobProgress progress) {
    transactions.awaitThoseBefore(NODES_KNOW_AFTER, progress);
  }
}
