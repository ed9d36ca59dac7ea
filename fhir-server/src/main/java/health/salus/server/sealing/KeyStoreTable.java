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
import java.util.Collection;
import java.util.HashMap;
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
  private final KeyWrapping wrapping;
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
      insert(connection, DataKey.random(provider.random()), purpose, patient);
      // Another node may have been faster; whose key is in the table is the key.
      return activeKey(connection, purpose, patient)
          .orElseThrow(() -> new IllegalStateException("A new sealing key is not in its table"));
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

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
      Connection connection, DataKey key, KeyPurpose purpose, @Nullable String patient)
      throws SQLException {
    String sql =
        "INSERT INTO salus.sealing_key (key_id, purpose, patient, state, wrapped_by, wrapped)"
            + " VALUES (?, ?, ?, 'ACTIVE', ?, ?) ON CONFLICT DO NOTHING";
    int version = wrapping.currentVersion();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, key.id().bytes());
      statement.setString(2, purpose.name());
      statement.setString(3, patient);
      statement.setInt(4, version);
      statement.setBytes(5, wrapping.wrap(key.secret(), context(key.id(), purpose, patient)));
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
    String context =
        context(id, KeyPurpose.valueOf(row.getString("purpose")), row.getString("patient"));
    try {
      SecretBytes secret = wrapping.unwrap(wrapped, row.getInt("wrapped_by"), context);
      return Optional.of(new DataKey(id, secret));
    } catch (KeyUnavailable e) {
      throw new SealingFailure("The sealing key " + id + " cannot be had: " + e.getMessage(), e);
    }
  }

  /** What a wrapped key is bound to, so that no row passes for another. */
  private static String context(KeyId id, KeyPurpose purpose, @Nullable String patient) {
    return purpose + ":" + id + ":" + (patient == null ? "" : patient);
  }
}
