package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The check values of the key-encryption keys that were ever used with this database. */
public final class KeyFingerprints {
  private final DataSource dataSource;

  public KeyFingerprints(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Whether nothing was ever wrapped here, so that a key may be made. */
  public boolean none() {
    return stored().isEmpty();
  }

  /**
   * Refuses keys that are not those with which this database was written, and keeps the fingerprint
   * of the one that is used now. A version that wraps nothing any more need not be there: deleting
   * it makes the keys in older backups useless.
   */
  public void check(KeyWrapping wrapping) throws KeyUnavailable {
    for (Map.Entry<Integer, byte[]> known : stored().entrySet()) {
      byte[] found = wrapping.fingerprint(known.getKey());
      if (!MessageDigest.isEqual(found, known.getValue())) {
        throw new KeyUnavailable(
            KeyUnavailable.Reason.NOT_AUTHENTIC,
            ("Version %d of the key-encryption key is not the one with which this database was"
                    + " written; restore that one from its backup")
                .formatted(known.getKey()));
      }
    }
    int current = wrapping.currentVersion();
    String sql =
        "INSERT INTO salus.key_encryption_key (version, fingerprint) VALUES (?, ?)"
            + " ON CONFLICT DO NOTHING";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, current);
      statement.setBytes(2, wrapping.fingerprint(current));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The key fingerprints cannot be written", e);
    }
  }

  /** Fingerprints of the versions that still wrap a key. */
  private Map<Integer, byte[]> stored() {
    String sql =
        "SELECT version, fingerprint FROM salus.key_encryption_key k WHERE EXISTS"
            + " (SELECT 1 FROM salus.sealing_key s WHERE s.wrapped_by = k.version"
            + " AND s.wrapped IS NOT NULL)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      Map<Integer, byte[]> fingerprints = new TreeMap<>();
      while (row.next()) {
        fingerprints.put(row.getInt("version"), row.getBytes("fingerprint"));
      }
      return fingerprints;
    } catch (SQLException e) {
      throw new IllegalStateException("The key fingerprints cannot be read", e);
    }
  }
}
