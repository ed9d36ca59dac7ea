package health.salus.storage.key;

import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import health.salus.storage.sweep.JobProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Wraps keys again that are wrapped by another version than the current one. Thread-safe. */
public final class KeyRewrapping {
  private static final int AT_ONCE = 100;

  private final DataSource dataSource;
  private final KeyStoreTable keys;

  /**
   * The keys in this database.
   *
   * @param dataSource connections that commit each statement
   */
  public KeyRewrapping(DataSource dataSource, KeyStoreTable keys) {
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

  /** What was done; faults name keys that cannot be unwrapped, which stay as they are. */
  public record Wrapped(long keys, List<String> faults) {
    public Wrapped {
      faults = List.copyOf(faults);
    }

    Wrapped and(Wrapped more) {
      return new Wrapped(keys + more.keys, more.faults); // what failed before was tried again
    }
  }

  /** Wraps all there are, or until the server stops. */
  Wrapped run(JobProgress progress) {
    progress.enter("wrapping keys");
    KeyWrapping current = keys.wrapping();
    List<String> faults = new ArrayList<>();
    long wrapped = 0;
    byte[] last = new byte[0];
    try (Connection connection = dataSource.getConnection()) {
      boolean more = true;
      while (more && !progress.isStopped()) {
        more = false;
        try (PreparedStatement select = next(connection, current.currentVersion(), last);
            ResultSet row = select.executeQuery()) {
          while (row.next()) {
            more = true;
            last = row.getBytes("key_id");
            wrapped += wrap(connection, row, current, faults) ? 1 : 0;
            progress.add(1);
          }
        }
      }
      return new Wrapped(wrapped, faults);
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be wrapped again", e);
    }
  }

  private static PreparedStatement next(Connection connection, int version, byte[] last)
      throws SQLException {
    PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + KeyStoreTable.COLUMNS
                + " FROM salus.sealing_key WHERE wrapped_by <> ? AND wrapped IS NOT NULL"
                + " AND key_id > ? ORDER BY key_id LIMIT ?");
    select.setInt(1, version);
    select.setBytes(2, last);
    select.setInt(3, AT_ONCE);
    return select;
  }

  /** Changes nothing if the key was destroyed or wrapped again in between. */
  private boolean wrap(
      Connection connection, ResultSet row, KeyWrapping current, List<String> faults)
      throws SQLException {
    byte[] before = row.getBytes("wrapped");
    String sql =
        "UPDATE salus.sealing_key SET wrapped = ?, wrapped_by = ?, changed_at = now()"
            + " WHERE key_id = ? AND wrapped = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      DataKey key = keys.read(row).orElseThrow();
      update.setBytes(1, current.wrap(key.secret(), KeyStoreTable.context(row)));
      update.setInt(2, current.currentVersion());
      update.setBytes(3, key.id().bytes());
      update.setBytes(4, before);
      return update.executeUpdate() == 1;
    } catch (SealingFailure e) {
      if (!e.isOfOneKey()) {
        throw e;
      }
      faults.add(String.valueOf(e.getMessage()));
      return false;
    } catch (KeyUnavailable e) {
      throw new SealingFailure("No key can be wrapped again: " + e.getMessage(), e);
    }
  }
}
