package health.salus.server.sealing;

import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.KeyId;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import health.salus.interceptors.crypto.SecretBytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code salus.sealing_key}. A new key is committed by itself, before anything is
 * sealed under it: the write that needed it may fail, and another write may need it at once.
 * Thread-safe.
 */
final class KeyStoreTable {
  private static final String COLUMNS = "key_id, purpose, patient, wrapped_by, wrapped";

  private final DataSource dataSource;
  private volatile KeyWrapping wrapping;
  private final CryptoProvider provider;

  /**
   * The table in this database.
   *
   * @param dataSource connections that commit each statement, and that nobody holds while waiting
   *     for something else
   */
  KeyStoreTable(DataSource dataSource, KeyWrapping wrapping, CryptoProvider provider) {
    this.dataSource = dataSource;
    this.wrapping = wrapping;
    this.provider = provider;
  }

  /** The key for what is sealed now, made if there is none. */
  DataKey active(KeyPurpose purpose, @Nullable String patient) {
    try (Connection connection = dataSource.getConnection()) {
      Optional<DataKey> found = activeKey(connection, purpose, patient);
      if (found.isPresent()) {
        return found.get();
      }
      insert(connection, purpose, patient, "ACTIVE");
      // Another node may have been faster; whose key is in the table is the key.
      return activeKey(connection, purpose, patient)
          .orElseThrow(() -> new IllegalStateException("A new sealing key is not in its table"));
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /** Makes the next key of the search index, unless there is one. */
  void makeNextIndexKey() {
    try (Connection connection = dataSource.getConnection()) {
      insert(connection, KeyPurpose.INDEX, null, "NEXT");
    } catch (SQLException e) {
      throw new IllegalStateException("The next key of the search index cannot be made", e);
    }
  }

  /** Wraps with another version from now on; unwraps what was wrapped before as well. */
  void wrapWith(KeyWrapping other) {
    wrapping = other;
  }

  /** Whether a key is wrapped by another version than the current one. */
  boolean isWrappedByOthers() {
    String sql =
        "SELECT EXISTS (SELECT FROM salus.sealing_key WHERE wrapped_by <> ?"
            + " AND wrapped IS NOT NULL)";
    return isSo(sql, wrapping.currentVersion());
  }

  private boolean isSo(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /**
   * Wraps keys again that are wrapped by another version than the current one.
   *
   * @return how many; none if there are no more
   */
  int wrapAgain(int most) {
    KeyWrapping current = wrapping;
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM salus.sealing_key WHERE wrapped_by <> ? AND wrapped IS NOT NULL"
            + " LIMIT ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, current.currentVersion());
      select.setInt(2, most);
      int wrapped = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          wrapAgain(connection, row, current);
          wrapped++;
        }
      }
      return wrapped;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be wrapped again", e);
    }
  }

  /** Changes nothing if the key was destroyed or wrapped again in between. */
  private void wrapAgain(Connection connection, ResultSet row, KeyWrapping current)
      throws SQLException {
    byte[] before = row.getBytes("wrapped");
    Optional<DataKey> key = read(row);
    if (key.isEmpty()) {
      return;
    }
    String sql =
        "UPDATE salus.sealing_key SET wrapped = ?, wrapped_by = ?, changed_at = now()"
            + " WHERE key_id = ? AND wrapped = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setBytes(1, current.wrap(key.get().secret(), context(row)));
      update.setInt(2, current.currentVersion());
      update.setBytes(3, key.get().id().bytes());
      update.setBytes(4, before);
      update.executeUpdate();
    } catch (KeyUnavailable e) {
      throw new SealingFailure("A sealing key cannot be wrapped again: " + e.getMessage(), e);
    }
  }

  /** Has a patient's next resources sealed under a new key; those before keep theirs for now. */
  void retire(String patient) {
    String sql =
        "UPDATE salus.sealing_key SET state = 'RETIRING', changed_at = now()"
            + " WHERE purpose = 'PATIENT' AND patient = ? AND state = 'ACTIVE'";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, patient);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The key of a patient cannot be retired", e);
    }
  }

  /** Whether versions wait for being sealed under another key. */
  boolean isRetiring() {
    return isSo(
        "SELECT EXISTS (SELECT FROM salus.sealing_key"
            + " WHERE state = 'RETIRING' AND purpose IN ('PATIENT', 'DEPLOYMENT'))");
  }

  /** Says of keys that all versions were looked at for them. */
  void retired(Collection<KeyId> ids) {
    String sql =
        "UPDATE salus.sealing_key SET state = 'RETIRED', changed_at = now()"
            + " WHERE state = 'RETIRING' AND purpose IN ('PATIENT', 'DEPLOYMENT')"
            + " AND key_id = ANY (?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      byte[][] bytes = ids.stream().map(KeyId::bytes).toArray(byte[][]::new);
      update.setArray(1, connection.createArrayOf("bytea", bytes));
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The keys of patients cannot be retired", e);
    }
  }

  /** Whose the retired keys are that may still open something. */
  Map<KeyId, String> retired() {
    String sql =
        "SELECT key_id, coalesce(patient, '') FROM salus.sealing_key"
            + " WHERE state IN ('RETIRING', 'RETIRED') AND purpose IN ('PATIENT', 'DEPLOYMENT')";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      Map<KeyId, String> retired = new HashMap<>();
      while (row.next()) {
        retired.put(KeyId.of(row.getBytes(1)), row.getString(2));
      }
      return retired;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /** How many keys there are of each kind. */
  List<KeyCount> counts() {
    String sql =
        "SELECT purpose, state, wrapped_by, count(*), min(created_at) FROM salus.sealing_key"
            + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      List<KeyCount> counts = new ArrayList<>();
      while (row.next()) {
        counts.add(
            new KeyCount(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getTimestamp(5).toInstant()));
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /**
   * Keys that are alike.
   *
   * @param wrappedBy version of the key-encryption key
   */
  record KeyCount(String purpose, String state, int wrappedBy, long keys, Instant oldest) {}

  /** Those of these keys that there are, retired ones too. */
  Map<KeyId, DataKey> find(Collection<KeyId> ids) {
    String sql = "SELECT " + COLUMNS + " FROM salus.sealing_key WHERE key_id = ANY (?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      byte[][] bytes = ids.stream().map(KeyId::bytes).toArray(byte[][]::new);
      statement.setArray(1, connection.createArrayOf("bytea", bytes));
      Map<KeyId, DataKey> keys = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          read(row).ifPresent(key -> keys.put(key.id(), key));
        }
      }
      return keys;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  private Optional<DataKey> activeKey(
      Connection connection, KeyPurpose purpose, @Nullable String patient) throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM salus.sealing_key"
            + " WHERE state = 'ACTIVE' AND purpose = ? AND coalesce(patient, '') = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, purpose.name());
      statement.setString(2, patient == null ? "" : patient);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? read(row) : Optional.empty();
      }
    }
  }

  private void insert(
      Connection connection, KeyPurpose purpose, @Nullable String patient, String state)
      throws SQLException {
    String sql =
        "INSERT INTO salus.sealing_key (key_id, purpose, patient, state, wrapped_by, wrapped)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    DataKey key = DataKey.random(provider.random());
    int version = wrapping.currentVersion();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, key.id().bytes());
      statement.setString(2, purpose.name());
      statement.setString(3, patient);
      statement.setString(4, state);
      statement.setInt(5, version);
      statement.setBytes(6, wrapping.wrap(key.secret(), context(key.id(), purpose, patient)));
      statement.executeUpdate();
    } catch (KeyUnavailable e) {
      throw new SealingFailure("No sealing key can be made: " + e.getMessage(), e);
    }
  }

  /** None if it was destroyed. */
  private Optional<DataKey> read(ResultSet row) throws SQLException {
    byte @Nullable [] wrapped = row.getBytes("wrapped");
    if (wrapped == null) {
      return Optional.empty();
    }
    KeyId id = KeyId.of(row.getBytes("key_id"));
    try {
      SecretBytes secret = wrapping.unwrap(wrapped, row.getInt("wrapped_by"), context(row));
      return Optional.of(new DataKey(id, secret));
    } catch (KeyUnavailable e) {
      throw new SealingFailure("The sealing key " + id + " cannot be had: " + e.getMessage(), e);
    }
  }

  private static String context(ResultSet row) throws SQLException {
    return context(
        KeyId.of(row.getBytes("key_id")),
        KeyPurpose.valueOf(row.getString("purpose")),
        row.getString("patient"));
  }

  /** What a wrapped key is bound to, so that no row passes for another. */
  private static String context(KeyId id, KeyPurpose purpose, @Nullable String patient) {
    return purpose + ":" + id + ":" + (patient == null ? "" : patient);
  }
}
