package health.salus.server.sealing;

import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Wraps keys again that are wrapped by another version than the current one. Thread-safe. */
final class KeyRewrapping {
  private static final int AT_ONCE = 100;

  private final DataSource dataSource;
  private final KeyStoreTable keys;

  /**
   * The keys in this database.
   *
   * @param dataSource connections that commit each statement
   */
  KeyRewrapping(DataSource dataSource, KeyStoreTable keys) {
    this.dataSource = dataSource;
    this.keys = keys;
  }

  /** Whether there is such a key. */
  boolean isDue() {
    String sql =
        "SELECT EXISTS (SELECT FROM salus.sealing_key WHERE wrapped_by <> ?"
            + " AND wrapped IS NOT NULL)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, keys.wrapping().currentVersion());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /**
   * Wraps all there are, or until the server stops.
   *
   * @return how many
   */
  long run(JobProgress progress) {
    progress.enter("wrapping keys");
    long wrapped = 0;
    for (int some = wrapSome(); some > 0 && !progress.isStopped(); some = wrapSome()) {
      wrapped += some;
      progress.add(some);
    }
    return wrapped;
  }

  private int wrapSome() {
    KeyWrapping current = keys.wrapping();
    String sql =
        "SELECT "
            + KeyStoreTable.COLUMNS
            + " FROM salus.sealing_key WHERE wrapped_by <> ? AND wrapped IS NOT NULL"
            + " LIMIT ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, current.currentVersion());
      select.setInt(2, AT_ONCE);
      int wrapped = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          wrap(connection, row, current);
          wrapped++;
        }
      }
      return wrapped;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be wrapped again", e);
    }
  }

  /** Changes nothing if the key was destroyed or wrapped again in between. */
  private void wrap(Connection connection, ResultSet row, KeyWrapping current) throws SQLException {
    byte[] before = row.getBytes("wrapped");
    Optional<DataKey> key = keys.read(row);
    if (key.isEmpty()) {
      return;
    }
    String sql =
        "UPDATE salus.sealing_key SET wrapped = ?, wrapped_by = ?, changed_at = now()"
            + " WHERE key_id = ? AND wrapped = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setBytes(1, current.wrap(key.get().secret(), KeyStoreTable.context(row)));
      update.setInt(2, current.currentVersion());
      update.setBytes(3, key.get().id().bytes());
      update.setBytes(4, before);
      update.executeUpdate();
    } catch (KeyUnavailable e) {
      throw new SealingFailure("A sealing key cannot be wrapped again: " + e.getMessage(), e);
    }
  }
}
