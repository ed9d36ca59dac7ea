package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Retirement of body keys: ACTIVE, RETIRING while bodies are sealed again, RETIRED when all were
 * checked, DESTROYED when no body is left under them. Thread-safe.
 */
public final class RetiringKeys {
  private final DataSource dataSource;

  /**
   * The keys in this database.
   *
   * @param dataSource connections that commit each statement
   */
  public RetiringKeys(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Has a patient's next resources sealed under a new key; those before keep theirs for now. */
  void retire(String patient) {
    String sql =
        "UPDATE salus.sealing_key SET state = 'RETIRING', changed_at = now()"
            + " WHERE purpose = 'PATIENT' AND patient = ? AND state = 'ACTIVE'";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, patient);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The key of a patient cannot be retired", e);
    }
  }

  /** Whose keys are on their way out, by key; empty for the deployment's. */
  public Map<KeyId, String> owners() {
    String sql =
        "SELECT key_id, coalesce(patient, '') FROM salus.sealing_key"
            + " WHERE state IN ('RETIRING', 'RETIRED') AND purpose IN ('PATIENT', 'DEPLOYMENT')";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      Map<KeyId, String> owners = new HashMap<>();
      while (row.next()) {
        owners.put(KeyId.of(row.getBytes(1)), row.getString(2));
      }
      return owners;
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /** Says of keys that all bodies were looked at for them. */
  public void retired(Collection<KeyId> ids) {
    move(ids, "state = 'RETIRED'", "RETIRING");
  }

  /** Destroys keys under which no body is left. */
  public void destroy(Collection<KeyId> ids) {
    move(ids, "state = 'DESTROYED', wrapped = NULL", "RETIRED");
  }

  private void move(Collection<KeyId> ids, String change, String from) {
    String sql =
        "UPDATE salus.sealing_key SET "
            + change
            + ", changed_at = now() WHERE state = ? AND purpose IN ('PATIENT', 'DEPLOYMENT')"
            + " AND key_id = ANY (?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      byte[][] bytes = ids.stream().map(KeyId::bytes).toArray(byte[][]::new);
      update.setString(1, from);
      update.setArray(2, connection.createArrayOf("bytea", bytes));
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The keys of bodies cannot be retired", e);
    }
  }
}
