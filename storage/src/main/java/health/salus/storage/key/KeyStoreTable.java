package health.salus.storage.key;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of {@code salus.sealing_key}. A new key is committed by itself, before anything is
 * sealed under it: the write that needed it may fail, and another write may need it at once.
 * Thread-safe.
 */
public final class KeyStoreTable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyStoreTable.class);

  static final String COLUMNS = "key_id, purpose, patient, wrapped_by, wrapped";

  private final DataSource dataSource;
  private final NewestWrapping newest;
  private volatile KeyWrapping wrapping;
  private final CryptoProvider provider;

  /**
   * The table in this database.
   *
   * @param dataSource connections that commit each statement, and that nobody holds while waiting
   *     for something else
   */
  KeyStoreTable(DataSource dataSource, NewestWrapping newest, CryptoProvider provider)
      throws KeyUnavailable {
    this.dataSource = dataSource;
    this.newest = newest;
    this.wrapping = newest.wrapping();
    this.provider = provider;
  }

  /** Reads the versions of the key-encryption key again. */
  @FunctionalInterface
  public interface NewestWrapping {
    public KeyWrapping wrapping() throws KeyUnavailable;
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

  /** Counts how often any node has retired or destroyed a key for new bodies. */
  long changes() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT changes FROM salus.sealing_key_change");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("The table of changes of the sealing keys is empty");
      }
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /** Makes the next key of the search index, unless there is one. */
  public void makeNextIndexKey() {
    try (Connection connection = dataSource.getConnection()) {
      insert(connection, KeyPurpose.INDEX, null, "NEXT");
    } catch (SQLException e) {
      throw new IllegalStateException("The next key of the search index cannot be made", e);
    }
  }

  /** The current wrapping of the keys. */
  public KeyWrapping wrapping() {
    return wrapping;
  }

  /**
   * Wraps with the newest version from now on, which its source must have; unwraps what was wrapped
   * before as well.
   */
  KeyWrapping wrapWithNewest() throws KeyUnavailable {
    wrapping = newest.wrapping();
    return wrapping;
  }

  /** How many keys there are of each kind. */
  public List<KeyCount> counts() {
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
  public record KeyCount(String purpose, String state, int wrappedBy, long keys, Instant oldest) {}

  /** Whether a key is there and was not destroyed, be it that it can be unwrapped or not. */
  boolean isThere(KeyId id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT FROM salus.sealing_key WHERE key_id = ? AND wrapped IS NOT NULL")) {
      select.setBytes(1, id.bytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /**
   * The available keys among these, including retired ones. One that cannot be unwrapped is its
   * patient's loss alone, so it is left out, and the log says why.
   */
  Map<KeyId, DataKey> find(Collection<KeyId> ids) {
    String sql = "SELECT " + COLUMNS + " FROM salus.sealing_key WHERE key_id = ANY (?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      byte[][] bytes = ids.stream().map(KeyId::bytes).toArray(byte[][]::new);
      statement.setArray(1, connection.createArrayOf("bytea", bytes));
      Map<KeyId, DataKey> keys = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          readable(row).ifPresent(key -> keys.put(key.id(), key));
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

  /** Another node may have rotated the key-encryption key; then this one follows. */
  private void insert(
      Connection connection, KeyPurpose purpose, @Nullable String patient, String state)
      throws SQLException {
    try {
      if (!insertUnder(wrapping, connection, purpose, patient, state)
          && !insertUnder(wrapWithNewest(), connection, purpose, patient, state)) {
        throw new SealingFailure(
            "There is a newer version of the key-encryption key; give it to this node, too");
      }
    } catch (KeyUnavailable e) {
      throw new SealingFailure("No sealing key can be made: " + e.getMessage(), e);
    }
  }

  /** False if there is a newer version; no key is wrapped by an older one then. */
  private boolean insertUnder(
      KeyWrapping current,
      Connection connection,
      KeyPurpose purpose,
      @Nullable String patient,
      String state)
      throws SQLException, KeyUnavailable {
    String sql =
        """
        WITH newer AS (SELECT FROM salus.key_encryption_key WHERE version > ?),
          made AS (
            INSERT INTO salus.sealing_key (key_id, purpose, patient, state, wrapped_by, wrapped)
            SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT FROM newer)
            ON CONFLICT DO NOTHING)
        SELECT NOT EXISTS (SELECT FROM newer)""";
    DataKey key = DataKey.random(provider.random());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, current.currentVersion());
      statement.setBytes(2, key.id().bytes());
      statement.setString(3, purpose.name());
      statement.setString(4, patient);
      statement.setString(5, state);
      statement.setInt(6, current.currentVersion());
      statement.setBytes(7, current.wrap(key.secret(), context(key.id(), purpose, patient)));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private Optional<DataKey> readable(ResultSet row) throws SQLException {
    try {
      return read(row);
    } catch (SealingFailure e) {
      if (!e.isOfOneKey()) {
        throw e;
      }
      LOG.error("ALERT: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** None if it was destroyed. */
  Optional<DataKey> read(ResultSet row) throws SQLException {
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

  static String context(ResultSet row) throws SQLException {
    return context(
        KeyId.of(row.getBytes("key_id")),
        KeyPurpose.valueOf(row.getString("purpose")),
        row.getString("patient"));
  }

  /** The context to which a wrapped key is bound, so that rows cannot be exchanged. */
  private static String context(KeyId id, KeyPurpose purpose, @Nullable String patient) {
    return purpose + ":" + id + ":" + (patient == null ? "" : patient);
  }
}
