package health.salus.server.consent;

import health.salus.server.access.Looking;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What the database knows of a caller at the start of a request, in one query. Thread-safe. */
final class CallerFacts {
  private static final String SELECT =
      """
      SELECT (SELECT version FROM salus.consent_state),
        ARRAY(SELECT DISTINCT actor FROM salus.membership WHERE member = ?
          AND (begins IS NULL OR begins <= now()) AND (ends IS NULL OR ends > now())),
        ARRAY(SELECT DISTINCT ON (patient) patient || '|' || purpose FROM salus.emergency_access
          WHERE caller = ? AND begins <= now() AND ends > now() ORDER BY patient, begins DESC)
      """;

  private final DataSource dataSource;

  CallerFacts(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * What is so now.
   *
   * @param version number of the last change of a consent
   * @param memberOf references to organizations, care teams and groups
   * @param emergencies patients, by logical id, for whom the glass is broken, and for which purpose
   */
  record Now(long version, Set<String> memberOf, Map<String, String> emergencies) {
    Now {
      memberOf = Set.copyOf(memberOf);
      emergencies = Map.copyOf(emergencies);
    }
  }

  Now of(Optional<String> person) {
    try (Connection connection = Looking.at(dataSource);
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, person.orElse(""));
      select.setString(2, person.orElse(""));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        Map<String, String> emergencies = new HashMap<>();
        for (String pair : texts(row.getArray(3))) {
          int bar = pair.indexOf('|');
          emergencies.put(pair.substring(0, bar), pair.substring(bar + 1));
        }
        return new Now(row.getLong(1), Set.of(texts(row.getArray(2))), emergencies);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("What is known of a caller cannot be read", e);
    }
  }

  private static String[] texts(Array array) throws SQLException {
    return (String[]) array.getArray();
  }
}
