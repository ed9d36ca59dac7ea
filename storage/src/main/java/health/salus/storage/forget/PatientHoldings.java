package health.salus.storage.forget;

import health.salus.storage.sealing.SealedBodies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A patient's resources, according to the facts of resources.
 *
 * @param own keys of the rows of resources that name this patient and no other, records apart
 * @param types how many of them there are of each type
 * @param shared what belongs to others too, as {@code Type/id}, records apart
 */
record PatientHoldings(List<Long> own, Map<String, Integer> types, List<String> shared) {
  private static final String OWN =
      "SELECT res_id, type FROM salus.access_facts WHERE patients = ARRAY[?]::text[]"
          + " AND type <> ALL (?)";
  private static final String SHARED =
      "SELECT address FROM salus.access_facts WHERE patients @> ARRAY[?]::text[]"
          + " AND cardinality(patients) > 1 ORDER BY address";

  PatientHoldings {
    own = List.copyOf(own);
    types = Map.copyOf(types);
    shared = List.copyOf(shared);
  }

  static PatientHoldings of(Connection connection, String patient) throws SQLException {
    List<Long> own = new ArrayList<>();
    Map<String, Integer> types = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(OWN)) {
      select.setString(1, patient);
      select.setArray(2, connection.createArrayOf("text", SealedBodies.RECORDS.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          own.add(row.getLong(1));
          types.merge(row.getString(2), 1, Integer::sum);
        }
      }
    }
    return new PatientHoldings(own, types, shared(connection, patient));
  }

  private static List<String> shared(Connection connection, String patient) throws SQLException {
    List<String> shared = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SHARED)) {
      select.setString(1, patient);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          shared.add(row.getString(1));
        }
      }
    }
    return shared;
  }
}
