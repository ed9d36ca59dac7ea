package health.salus.server.consent;

import health.salus.storage.facts.ReadOnlyConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Reads a caller's facts from the database at the start of a request, in as few and short queries
 * as possible. Thread-safe.
 */
final class CallerFacts {
  private final DataSource dataSource;

  CallerFacts(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A record that is open to one person.
   *
   * @param person relative reference
   * @param patient logical id
   */
  record Emergency(String person, String patient, String purpose, Instant begins, Instant ends) {
    boolean holds(String who, Instant now) {
      return person.equals(who) && !now.isBefore(begins) && now.isBefore(ends);
    }
  }

  /** Number of the last change of a consent or an emergency. */
  long version() {
    try (Connection connection = ReadOnlyConnection.at(dataSource);
        PreparedStatement select =
            connection.prepareStatement("SELECT version FROM salus.consent_state");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The state of the consents cannot be read", e);
    }
  }

  /** References to organizations, care teams and groups of which this person is a member now. */
  Set<String> memberOf(String person) {
    try (Connection connection = ReadOnlyConnection.at(dataSource);
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT DISTINCT actor FROM salus.membership WHERE member = ?
                  AND (begins IS NULL OR begins <= now()) AND (ends IS NULL OR ends > now())
                """)) {
      select.setString(1, person);
      Set<String> actors = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          actors.add(rows.getString(1));
        }
      }
      return actors;
    } catch (SQLException e) {
      throw new IllegalStateException("The memberships of a caller cannot be read", e);
    }
  }

  /** All emergencies that are not over, the newest last. */
  List<Emergency> emergencies() {
    try (Connection connection = ReadOnlyConnection.at(dataSource);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT caller, patient, purpose, begins, ends FROM salus.emergency_access"
                    + " WHERE ends > now() ORDER BY begins");
        ResultSet rows = select.executeQuery()) {
      List<Emergency> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Emergency(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getObject(4, OffsetDateTime.class).toInstant(),
                rows.getObject(5, OffsetDateTime.class).toInstant()));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("The emergencies cannot be read", e);
    }
  }
}
