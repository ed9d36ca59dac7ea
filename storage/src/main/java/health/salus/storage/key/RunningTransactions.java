package health.salus.storage.key;

import health.salus.storage.sweep.JobProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Waits for running transactions of the database, on any node. A key change is certain to apply
 * only to transactions that began after every node knew of it.
 */
public final class RunningTransactions {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** The database names no transaction of another user, unless it is asked by a superuser. */
  private static final String OLDER =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start < ?";

  private final DataSource dataSource;

  /**
   * Of this database.
   *
   * @param dataSource connections that do not commit each statement
   */
  public RunningTransactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Waits until every node knows what was changed before, and every transaction that began without
   * knowing is over.
   *
   * <p>It ends at once if the server stops.
   *
   * @param nodesKnowAfter how long a node may not know of the change
   * @throws SealingFailure if one of them does not end
   */
  public void awaitThoseBefore(Duration nodesKnowAfter, JobProgress progress) {
    progress.enter("waiting for transactions that began before");
    try (Connection connection = dataSource.getConnection()) {
      Thread.sleep(nodesKnowAfter.toMillis());
      Timestamp mark = now(connection);
      long end = System.nanoTime() + LONGEST.toNanos();
      while (!progress.isStopped() && olderThan(connection, mark)) {
        if (System.nanoTime() > end) {
          throw new SealingFailure(
              "A transaction has been running for more than %d minutes; end it (pg_stat_activity)"
                      .formatted(LONGEST.toMinutes())
                  + " and start again, nothing is lost");
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The running transactions cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SealingFailure("Interrupted; start again, nothing is lost", e);
    }
  }

  private static Timestamp now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getTimestamp(1);
    } finally {
      connection.commit();
    }
  }

  private static boolean olderThan(Connection connection, Timestamp mark) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OLDER)) {
      select.setTimestamp(1, mark);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getLong(1) > 0;
      }
    } finally {
      connection.commit();
    }
  }
}
