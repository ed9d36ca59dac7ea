package health.salus.smart.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs transactions on a pool whose connections may be in auto-commit mode or not. Thread-safe. */
public final class Transactions {
  private final DataSource dataSource;

  public Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Runs the work and commits; any exception rolls everything back.
   *
   * @throws StoreException if the database fails; its message holds no value of a row
   */
  public <T> T run(SqlWork<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      boolean commits = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        T result = work.in(new Statements(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(commits);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }
}
