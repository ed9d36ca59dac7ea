package health.salus.storage.facts;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections for a single query, outside of a transaction. */
public final class ReadOnlyConnection {
  private ReadOnlyConnection() {}

  /** A connection with auto-commit, which saves the round trip that ends a transaction. */
  public static Connection at(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      connection.setAutoCommit(true); // the pool sets it back
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
