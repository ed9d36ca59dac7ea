package health.salus.server.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;

/**
 * Encrypts the codes that an earlier release has left plain in the facts, batch by batch; what was
 * interrupted goes on at the next start.
 */
final class CodesConversion {
  private static final int BATCH = 1000;

  private final DataSource dataSource;
  private final StoredCodes codes;

  CodesConversion(DataSource dataSource, StoredCodes codes) {
    this.dataSource = dataSource;
    this.codes = codes;
  }

  void run() {
    try (Connection connection = dataSource.getConnection()) {
      while (convertSome(connection) > 0) {
        connection.commit();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The codes of facts cannot be encrypted", e);
    }
  }

  private int convertSome(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT res_id, plain_codes FROM salus.access_facts"
                    + " WHERE plain_codes IS NOT NULL ORDER BY res_id LIMIT ? FOR UPDATE");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE salus.access_facts SET codes = ?, plain_codes = NULL WHERE res_id = ?")) {
      select.setInt(1, BATCH);
      int converted = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Long[] plain = (Long[]) row.getArray(2).getArray();
          update.setArray(
              1, connection.createArrayOf("bigint", codes.stored(Arrays.asList(plain))));
          update.setLong(2, row.getLong(1));
          update.addBatch();
          converted++;
        }
      }
      update.executeBatch();
      return converted;
    }
  }
}
