package health.salus.storage.sealing;

import health.salus.storage.sweep.JobProgress;
import health.salus.storage.sweep.TableSweep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;

/**
 * Bodies that older HAPI servers wrote as large objects, some of them compressed. They are moved to
 * where all others are, to be sealed there. Thread-safe.
 */
final class LargeBodies {
  private static final int PAGE = 100;
  private static final String COMPRESSED = "JSONC";

  private static final String NEXT =
      "SELECT pid FROM hfj_res_ver WHERE pid > :after"
          + " AND res_text IS NOT NULL AND res_encoding IN ('JSON', 'JSONC')"
          + " AND res_text IN (SELECT oid FROM pg_largeobject_metadata) ORDER BY pid LIMIT :page";

  private static final String LOAD =
      "SELECT pid, res_text, res_encoding, lo_get(res_text) FROM hfj_res_ver"
          + " WHERE pid = ANY (?) AND res_text IS NOT NULL";

  private static final String MOVE =
      "UPDATE hfj_res_ver SET res_text_vc = ?, res_encoding = 'JSON', res_text = NULL"
          + " WHERE pid = ? AND res_text = ?";

  private final DataSource dataSource;

  LargeBodies(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  private record Body(long key, long object, String json) {}

  /** Moves all of them, a page in each transaction. */
  void move(JobProgress progress) {
    new TableSweep<>(dataSource, NEXT, Map.of(), PAGE, row -> row.getLong(1), Function.identity())
        .run(progress, -1L, this::movePage);
  }

  private void movePage(List<Long> keys) {
    try (Connection connection = dataSource.getConnection()) {
      for (Body body : load(connection, keys)) {
        move(connection, body);
      }
      connection.commit();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("A stored large object cannot be moved", e);
    }
  }

  private static List<Body> load(Connection connection, List<Long> keys)
      throws SQLException, IOException {
    List<Body> bodies = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setArray(1, connection.createArrayOf("bigint", keys.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          boolean compressed = COMPRESSED.equals(row.getString(3));
          bodies.add(new Body(row.getLong(1), row.getLong(2), json(row.getBytes(4), compressed)));
        }
      }
    }
    return bodies;
  }

  private static String json(byte[] bytes, boolean compressed) throws IOException {
    if (!compressed) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void move(Connection connection, Body body) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE);
        PreparedStatement unlink = connection.prepareStatement("SELECT lo_unlink(?::oid)")) {
      update.setString(1, body.json());
      update.setLong(2, body.key());
      update.setLong(3, body.object());
      if (update.executeUpdate() == 1) {
        unlink.setLong(1, body.object());
        unlink.execute();
      }
    }
  }
}
