package health.salus.server.consent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/** Keeps for whom, for whose record and until when the glass is broken. Thread-safe. */
final class EmergencyStore {
  private final DataSource dataSource;

  EmergencyStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Opens a record to one person.
   *
   * @param person relative reference
   * @param patient logical id, of a patient who need not exist
   */
  void open(String person, String patient, String purpose, Instant begins, Instant ends) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO salus.emergency_access (id, caller, patient, purpose, begins, ends)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, person);
      insert.setString(3, patient);
      insert.setString(4, purpose);
      insert.setObject(5, begins.atOffset(ZoneOffset.UTC));
      insert.setObject(6, ends.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
      ConsentLog.next(connection); // so that every node looks again
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("Emergency access cannot be stored", e);
    }
  }
}
