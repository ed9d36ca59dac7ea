package health.salus.storage.facts;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections for one query and nothing else. */
public final class Looking {
  private Looking() {}

  /** One that is not in a transaction, which saves the roundtrip of its end. */
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
