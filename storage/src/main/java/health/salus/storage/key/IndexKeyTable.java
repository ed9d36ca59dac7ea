package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The states of the keys of the search index. Every change names the key and the state it is in, so
 * that a change which another node made already is made once. Thread-safe.
 */
public final class IndexKeyTable {
  private final DataSource dataSource;

  /**
   * The states in this database.
   *
   * @param dataSource connections that commit each statement
   */
  public IndexKeyTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The keys by which the index answers, that under which rows are written first. */
  List<KeyId> answering() {
    return keys("state IN ('ACTIVE', 'NEXT', 'RETIRING') ORDER BY state <> 'ACTIVE'");
  }

  /** The key in a state. At most one key per state, except DESTROYED. */
  public Optional<KeyId> in(String state) {
    return keys("state = '" + state + "'").stream().findFirst();
  }

  private List<KeyId> keys(String condition) {
    String sql = "SELECT key_id FROM salus.sealing_key WHERE purpose = 'INDEX' AND " + condition;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      List<KeyId> keys = new ArrayList<>();
      while (row.next()) {
        keys.add(KeyId.of(row.getBytes(1)));
      }
      return keys;
    } catch (SQLException e) {
      throw new IllegalStateException("The keys of the search index cannot be read", e);
    }
  }

  /** Writes rows under the next key and no longer under the previous one. */
  public void activate(KeyId next) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        if (exchange(connection, next)) {
          connection.commit();
        } else {
          connection.rollback();
        }
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The next key of the search index cannot be used", e);
    }
  }

  private static boolean exchange(Connection connection, KeyId next) throws SQLException {
    try (PreparedStatement retire =
            connection.prepareStatement(
                "UPDATE salus.sealing_key SET state = 'RETIRING', changed_at = now()"
                    + " WHERE purpose = 'INDEX' AND state = 'ACTIVE'");
        PreparedStatement activate =
            connection.prepareStatement(
                "UPDATE salus.sealing_key SET state = 'ACTIVE', changed_at = now()"
                    + " WHERE key_id = ? AND state = 'NEXT'")) {
      retire.executeUpdate();
      activate.setBytes(1, next.bytes());
      return activate.executeUpdate() == 1;
    }
  }

  /** Stops using this key to answer searches. */
  public void retire(KeyId retiring) {
    move(retiring, "state = 'RETIRED'", "RETIRING");
  }

  /** Destroys a key under which no row is left. */
  public void destroy(KeyId retired) {
    move(retired, "state = 'DESTROYED', wrapped = NULL", "RETIRED");
  }

  private void move(KeyId key, String change, String from) {
    String sql =
        "UPDATE salus.sealing_key SET "
            + change
            + ", changed_at = now() WHERE key_id = ? AND state = ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setBytes(1, key.bytes());
      update.setString(2, from);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("A key of the search index cannot be retired", e);
    }
  }
}
