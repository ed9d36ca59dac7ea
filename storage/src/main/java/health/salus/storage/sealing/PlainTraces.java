package health.salus.storage.sealing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Plaintext that another HAPI server left beside the resources: searches, conditions of creates,
 * jobs and hashes of bodies. This server keeps none of it in plain and needs none of it.
 * Thread-safe.
 */
final class PlainTraces {
  private static final List<String> TABLES =
      List.of(
          "hfj_search_include",
          "hfj_search_result",
          "hfj_search",
          "bt2_work_chunk",
          "bt2_job_instance",
          "hfj_blk_export_colfile",
          "hfj_blk_export_collection",
          "hfj_blk_export_job",
          "hfj_blk_import_jobfile",
          "hfj_blk_import_job");

  private static final String LARGE_COLUMNS =
      "SELECT table_name, column_name FROM information_schema.columns"
          + " WHERE table_schema = 'public' AND data_type = 'oid' AND table_name = ANY (?)";

  /** Conditions that are not tokens. */
  private static final String CONDITIONS =
      "DELETE FROM hfj_res_search_url WHERE res_search_url !~ '^[A-Za-z]+[?]h=[A-Za-z0-9_-]+$'";

  /** HAPI's digest of the last body; nothing else exchanges that of a deleted resource. */
  private static final String HASHES =
      "UPDATE hfj_resource SET hash_sha256 = NULL WHERE res_deleted_at IS NOT NULL"
          + " AND length(hash_sha256) = 64 AND NOT res_type = ANY (?)";

  private static final String BINARIES = "SELECT count(*) FROM hfj_binary_storage_blob";

  private final DataSource dataSource;
  private final Set<String> plainTypes;
  private final boolean conditions;

  /**
   * Of this database.
   *
   * @param conditions whether those of creates are kept as tokens
   */
  PlainTraces(DataSource dataSource, Set<String> plainTypes, boolean conditions) {
    this.dataSource = dataSource;
    this.plainTypes = Set.copyOf(plainTypes);
    this.conditions = conditions;
  }

  /**
   * Deletes them.
   *
   * @return what cannot be deleted, because resources need it
   */
  List<String> delete() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      deleteLargeObjects(connection);
      statement.execute("TRUNCATE " + String.join(", ", TABLES));
      if (conditions) {
        statement.execute(CONDITIONS);
      }
      try (PreparedStatement update = connection.prepareStatement(HASHES)) {
        update.setArray(1, connection.createArrayOf("text", plainTypes.toArray()));
        update.executeUpdate();
      }
      List<String> faults = binaries(statement);
      connection.commit();
      return faults;
    } catch (SQLException e) {
      throw new IllegalStateException("What HAPI left behind cannot be deleted", e);
    }
  }

  /** Which no row takes along. */
  private static void deleteLargeObjects(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(LARGE_COLUMNS)) {
      select.setArray(1, connection.createArrayOf("text", TABLES.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          statements.add(
              "SELECT lo_unlink(o.oid) FROM pg_largeobject_metadata o WHERE o.oid IN (SELECT %s FROM %s)"
                  .formatted(row.getString(2), row.getString(1)));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String unlink : statements) {
        statement.execute(unlink);
      }
    }
  }

  private static List<String> binaries(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(BINARIES)) {
      row.next();
      return row.getLong(1) == 0
          ? List.of()
          : List.of(
              "hfj_binary_storage_blob: %d contents of Binary lie outside of their resources and stay plain"
                  .formatted(row.getLong(1)));
    }
  }
}
