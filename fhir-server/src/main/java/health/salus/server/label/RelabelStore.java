package health.salus.server.label;

import health.salus.storage.sweep.TableSweep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** How far the relabelling is, and what the rules have put on so far. Thread-safe. */
public final class RelabelStore {
  private static final int PAGE = 200;

  /** Any number that nothing else locks. */
  private static final long LOCK = 0x5A1B5_1ABE1L;

  private final DataSource dataSource;

  public RelabelStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A stored resource.
   *
   * @param stamped labels that rules have put on, as {@code system|code}
   */
  record Stored(long resourceId, String address, Set<String> stamped) {}

  /** Runs something unless another node runs it. */
  void alone(Runnable work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)");
        PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
      lock.setLong(1, LOCK);
      try (ResultSet row = lock.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return;
        }
      }
      connection.commit();
      try {
        work.run();
      } finally {
        unlock.setLong(1, LOCK);
        unlock.execute();
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The lock of the relabelling cannot be had", e);
    }
  }

  /** The key behind which rules of this version go on; new rules begin at the beginning. */
  long begin(String version) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement begin =
            connection.prepareStatement(
                """
                INSERT INTO salus.label_state (rules, done) VALUES (?, -1)
                ON CONFLICT (one) DO UPDATE SET rules = EXCLUDED.rules, done = -1
                  WHERE label_state.rules <> EXCLUDED.rules
                """);
        PreparedStatement select =
            connection.prepareStatement("SELECT done FROM salus.label_state")) {
      begin.setString(1, version);
      begin.executeUpdate();
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long done = row.getLong(1);
        connection.commit();
        return done;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The state of the relabelling cannot be read", e);
    }
  }

  /** The stored resources, for a walk over all of them. */
  TableSweep<Long, Stored> resources() {
    return new TableSweep<>(
        dataSource,
        "SELECT res_id, address, stamped FROM salus.access_facts WHERE res_id > :after"
            + " ORDER BY res_id LIMIT :page",
        Map.of(),
        PAGE,
        row ->
            new Stored(
                row.getLong(1), row.getString(2), Set.of((String[]) row.getArray(3).getArray())),
        Stored::resourceId);
  }

  /** Notes that everything up to a key is done. */
  void done(String version, long last) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE salus.label_state SET done = ? WHERE rules = ?")) {
      update.setLong(1, last);
      update.setString(2, version);
      update.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The state of the relabelling cannot be written", e);
    }
  }

  /** Notes what the rules of today have put on. */
  void stamped(long resourceId, Set<String> labels) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE salus.access_facts SET stamped = ? WHERE res_id = ?")) {
      update.setArray(1, connection.createArrayOf("text", labels.toArray()));
      update.setLong(2, resourceId);
      update.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The labels of a resource cannot be noted", e);
    }
  }
}
