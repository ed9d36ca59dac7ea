package health.salus.storage.key;

import health.salus.storage.key.KeyStoreTable.KeyCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** How old keys are. Thread-safe. */
public final class KeyAges {
  private final DataSource keySource;
  private final Clock clock;

  public KeyAges(DataSource keySource, Clock clock) {
    this.keySource = keySource;
    this.clock = clock;
  }

  /** The age of the oldest of these keys. */
  public Duration ofKey(KeyCount count) {
    return Duration.between(count.oldest(), clock.instant());
  }

  /** The age of each version of the key-encryption key that still wraps a key. */
  public SortedMap<Integer, Duration> ofVersions() {
    String sql =
        "SELECT version, created_at FROM salus.key_encryption_key k WHERE EXISTS"
            + " (SELECT 1 FROM salus.sealing_key s WHERE s.wrapped_by = k.version"
            + " AND s.wrapped IS NOT NULL)";
    try (Connection connection = keySource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      SortedMap<Integer, Duration> ages = new TreeMap<>();
      while (row.next()) {
        ages.put(row.getInt(1), Duration.between(row.getTimestamp(2).toInstant(), clock.instant()));
      }
      return ages;
    } catch (SQLException e) {
      throw new IllegalStateException("The ages of the keys cannot be read", e);
    }
  }
}
