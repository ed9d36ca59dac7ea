package health.salus.storage.sealing;

import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.sweep.JobProgress;
import health.salus.storage.sweep.TableSweep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The stored versions, page by page in the order of their keys, beside HAPI. A page that was read
 * is changed only where it has not been changed since. Thread-safe.
 */
final class SealedTable {
  private static final int PAGE = 200;
  private static final String NEXT =
      """
      SELECT v.pid, v.res_id, r.res_type || '/' || r.fhir_id, v.res_ver, v.res_text_vc,
             CASE WHEN r.res_ver = v.res_ver THEN r.hash_sha256 END
      FROM hfj_res_ver v JOIN hfj_resource r ON r.res_id = v.res_id
      WHERE v.pid > :after AND v.res_text_vc IS NOT NULL AND NOT r.res_type = ANY (:plainTypes)
      ORDER BY v.pid LIMIT :page""";

  /**
   * Format, dictionary and key id are 18 bytes, so 24 characters. No address is longer than 200.
   */
  private static final String KEYS =
      """
      SELECT DISTINCT beginning FROM (
        SELECT substring(left(res_text_vc, 250) FROM '^sealed:[^:]*:(.{24})') AS beginning
        FROM hfj_res_ver WHERE res_text_vc LIKE 'sealed:%') AS beginnings
      WHERE beginning IS NOT NULL""";

  /** Of any envelope; what follows the key id does not matter. */
  private static final String REST = "A".repeat(40);

  private final DataSource dataSource;
  private final Set<String> plainTypes;

  SealedTable(DataSource dataSource, Set<String> plainTypes) {
    this.dataSource = dataSource;
    this.plainTypes = Set.copyOf(plainTypes);
  }

  /**
   * A stored version.
   *
   * @param resource {@code Type/id}
   * @param digest what the resource's own row has, empty if this is not the current version
   */
  record Row(
      long key, long resourceKey, String resource, long version, String text, String digest) {
    String address() {
      return resource + "/_history/" + version;
    }

    String type() {
      return resource.substring(0, resource.indexOf('/'));
    }
  }

  /** A walk over the versions of types that are sealed, from the beginning. */
  void sweep(JobProgress progress, Consumer<Row> work) {
    new TableSweep<>(
            dataSource,
            NEXT,
            Map.of("plainTypes", plainTypes.toArray(String[]::new)),
            PAGE,
            SealedTable::read,
            Row::key)
        .run(progress, -1L, page -> page.forEach(work));
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        Objects.requireNonNullElse(row.getString(6), ""));
  }

  /** The keys that envelopes name. */
  Set<KeyId> keysInUse() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(KEYS);
        ResultSet row = select.executeQuery()) {
      Set<KeyId> keys = new HashSet<>();
      while (row.next()) {
        SealedBodies.keyOf(new StoredText.Sealed("", row.getString(1) + REST)).ifPresent(keys::add);
      }
      return keys;
    } catch (SQLException e) {
      throw new IllegalStateException("The keys of stored versions cannot be read", e);
    }
  }

  /** Exchanges a body; false if somebody else has changed it. */
  boolean exchange(Row row, String sealed, String digest) {
    try (Connection connection = dataSource.getConnection()) {
      boolean exchanged = exchangeBody(connection, row, sealed);
      if (exchanged && !row.digest().isEmpty() && !row.digest().equals(digest)) {
        exchangeDigest(connection, row, digest);
      }
      connection.commit();
      return exchanged;
    } catch (SQLException e) {
      throw new IllegalStateException("A stored version cannot be sealed", e);
    }
  }

  private static boolean exchangeBody(Connection connection, Row row, String sealed)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE hfj_res_ver SET res_text_vc = ?, res_encoding = ?"
                + " WHERE pid = ? AND res_text_vc = ?")) {
      update.setString(1, sealed);
      update.setString(2, "ESR");
      update.setLong(3, row.key());
      update.setString(4, row.text());
      return update.executeUpdate() == 1;
    }
  }

  private static void exchangeDigest(Connection connection, Row row, String digest)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE hfj_resource SET hash_sha256 = ?"
                + " WHERE res_id = ? AND res_ver = ? AND hash_sha256 = ?")) {
      update.setString(1, digest);
      update.setLong(2, row.resourceKey());
      update.setLong(3, row.version());
      update.setString(4, row.digest());
      update.executeUpdate();
    }
  }
}
