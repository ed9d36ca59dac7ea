package health.salus.storage.forget;

import health.salus.interceptors.crypto.KeyId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Forgets a patient in the database: the key is destroyed, so that no version of any of the
 * patient's resources can be opened again, here or in a copy of this table, and what finds them is
 * deleted, and so are the versions themselves. All of it happens in one transaction.
 *
 * <p>Resources that belong to others too stay as they are, and so do audit events and provenance,
 * which tell who did what and hold nothing of a patient but references.
 */
final class PatientErasure {
  /**
   * The patient's consents are deleted as well. From now on only offices that are exempt from
   * consent may see resources that name the patient, on any node; otherwise the deletion would end
   * a denial.
   */
  private static final String CLOSE =
      "WITH next AS (UPDATE salus.consent_state SET version = version + 1 RETURNING version)"
          + " INSERT INTO salus.consent_change (consent, patient, version)"
          + " SELECT '"
          + ForgottenPatients.MARK
          + "', ?, version FROM next";

  /** Deletes of the index rows of a resource, each by the column that names the resource. */
  private static final List<String> INDEXES =
      List.of(
          "DELETE FROM hfj_spidx_string WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_token WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_date WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_number WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_quantity WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_quantity_nrml WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_uri WHERE res_id = ANY (?)",
          "DELETE FROM hfj_spidx_coords WHERE res_id = ANY (?)",
          "DELETE FROM hfj_idx_cmp_string_uniq WHERE res_id = ANY (?)",
          "DELETE FROM hfj_idx_cmb_tok_nu WHERE res_id = ANY (?)",
          "DELETE FROM hfj_res_param_present WHERE res_id = ANY (?)",
          "DELETE FROM hfj_res_search_url WHERE res_id = ANY (?)",
          "DELETE FROM hfj_res_link WHERE src_resource_id = ANY (?)",
          "DELETE FROM hfj_res_tag WHERE res_id = ANY (?)",
          "DELETE FROM hfj_history_tag WHERE res_id = ANY (?)",
          "UPDATE hfj_resource SET res_deleted_at = coalesce(res_deleted_at, now()),"
              + " hash_sha256 = NULL, has_tags = false WHERE res_id = ANY (?)",
          "UPDATE hfj_res_ver SET res_text_vc = NULL, res_encoding = 'DEL', source_uri = NULL,"
              + " res_deleted_at = coalesce(res_deleted_at, now()) WHERE res_id = ANY (?)",
          // The patients of the row stay, because they decide who may know that the resource
          // existed.
          "UPDATE salus.access_facts SET confidentiality = 5, sensitivities = '{}', labels = '{}',"
              + " begins = NULL, ends = NULL, authors = '{}', refs = '{}', codes = '{}',"
              + " stamped = '{}' WHERE res_id = ANY (?)");

  private static final List<String> OF_PATIENT =
      List.of(
          "DELETE FROM salus.emergency_access WHERE patient = ?",
          "DELETE FROM salus.forget_request WHERE patient = ?",
          "DELETE FROM salus.consent_change WHERE patient = ?",
          CLOSE);

  private final DataSource dataSource;

  PatientErasure(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * The result of an erasure.
   *
   * @param keys those that were destroyed
   * @param holdings what was forgotten, and what stays because it belongs to others too
   */
  record Erased(List<KeyId> keys, PatientHoldings holdings) {
    Erased {
      keys = List.copyOf(keys);
    }

    int resources() {
      return holdings.own().size();
    }
  }

  /** The current holdings of a patient. */
  PatientHoldings holdings(String patient) {
    try (Connection connection = dataSource.getConnection()) {
      return PatientHoldings.of(connection, patient);
    } catch (SQLException e) {
      throw new IllegalStateException("What there is of a patient cannot be read", e);
    }
  }

  /** Forgets; doing it again does nothing more. */
  Erased erase(String patient) {
    try (Connection connection = dataSource.getConnection()) {
      Erased erased = erase(connection, patient);
      connection.commit();
      return erased;
    } catch (SQLException e) {
      throw new IllegalStateException("A patient cannot be forgotten", e);
    }
  }

  /** The keys that open something of this patient. */
  List<KeyId> keys(String patient) {
    return keys(
        "SELECT key_id FROM salus.sealing_key WHERE patient = ? AND wrapped IS NOT NULL", patient);
  }

  /** These, and those that were rotated and destroyed: an old backup has them still. */
  List<KeyId> allKeys(String patient) {
    return keys("SELECT key_id FROM salus.sealing_key WHERE patient = ?", patient);
  }

  private List<KeyId> keys(String sql, String patient) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, patient);
      return read(select);
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }

  /** Patients forgotten by any node, with their destroyed keys. */
  Map<String, List<KeyId>> forgotten() {
    String sql =
        "SELECT c.patient, k.key_id FROM salus.consent_change c"
            + " JOIN salus.sealing_key k ON k.patient = c.patient AND k.state = 'DESTROYED'"
            + " WHERE c.consent = ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ForgottenPatients.MARK);
      Map<String, List<KeyId>> forgotten = new TreeMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          forgotten
              .computeIfAbsent(row.getString(1), patient -> new ArrayList<>())
              .add(KeyId.of(row.getBytes(2)));
        }
      }
      return forgotten;
    } catch (SQLException e) {
      throw new IllegalStateException("The forgotten patients cannot be read", e);
    }
  }

  private static Erased erase(Connection connection, String patient) throws SQLException {
    PatientHoldings holdings = PatientHoldings.of(connection, patient);
    Array resources = connection.createArrayOf("bigint", holdings.own().toArray());
    for (String sql : INDEXES) {
      try (PreparedStatement update = connection.prepareStatement(sql)) {
        update.setArray(1, resources);
        update.executeUpdate();
      }
    }
    for (String sql : OF_PATIENT) {
      try (PreparedStatement update = connection.prepareStatement(sql)) {
        update.setString(1, patient);
        update.executeUpdate();
      }
    }
    return new Erased(destroy(connection, patient), holdings);
  }

  private static List<KeyId> destroy(Connection connection, String patient) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE salus.sealing_key SET state = 'DESTROYED', wrapped = NULL, changed_at = now()"
                + " WHERE patient = ? AND state <> 'DESTROYED' RETURNING key_id")) {
      update.setString(1, patient);
      return read(update);
    }
  }

  private static List<KeyId> read(PreparedStatement statement) throws SQLException {
    List<KeyId> keys = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.add(KeyId.of(row.getBytes(1)));
      }
    }
    return keys;
  }
}
