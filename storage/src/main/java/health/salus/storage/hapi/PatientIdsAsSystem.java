package health.salus.storage.hapi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The logical ids of all patients, in a stable order, read as the system for training. */
public final class PatientIdsAsSystem {
  private final DataSource dataSource;

  public PatientIdsAsSystem(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public List<String> all() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT fhir_id FROM hfj_resource"
                    + " WHERE res_type = 'Patient' AND res_deleted_at IS NULL ORDER BY res_id");
        ResultSet rows = select.executeQuery()) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException("The patients cannot be listed", e);
    }
  }
}
