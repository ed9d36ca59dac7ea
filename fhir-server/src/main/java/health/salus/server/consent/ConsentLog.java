package health.salus.server.consent;

import health.salus.storage.facts.FactsWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Numbers every change of a consent, in the transaction that makes it. The number is taken under a
 * lock that lasts to the commit, so a reader of a number can read all changes up to it.
 */
public final class ConsentLog implements FactsWriter.Follower {
  /** This and the memberships: all that follows from what is written. */
  public static List<FactsWriter.Follower> followers() {
    return List.of(new ConsentLog(), new Memberships());
  }

  @Override
  public void follow(Connection connection, List<Resource> written, List<String> deleted)
      throws SQLException {
    List<Consent> consents = new ArrayList<>();
    for (Resource resource : written) {
      if (resource instanceof Consent consent) {
        consents.add(consent);
      }
    }
    List<String> gone =
        deleted.stream()
            .filter(address -> address.startsWith("Consent/"))
            .map(address -> address.substring("Consent/".length()))
            .toList();
    if (!consents.isEmpty() || !gone.isEmpty()) {
      long version = next(connection);
      touch(connection, consents, gone, version);
      put(connection, consents, version);
    }
  }

  /** The number of a change, which is also seen as one if no consent has it. */
  static long next(Connection connection) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE salus.consent_state SET version = version + 1 RETURNING version");
        ResultSet row = update.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The patients whom a consent was about before are concerned, too. */
  private static void touch(
      Connection connection, List<Consent> consents, List<String> gone, long version)
      throws SQLException {
    List<String> ids = new ArrayList<>(gone);
    consents.forEach(consent -> ids.add(consent.getIdElement().getIdPart()));
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE salus.consent_change SET version = ? WHERE consent = ANY (?)")) {
      update.setLong(1, version);
      update.setArray(2, connection.createArrayOf("text", ids.toArray()));
      update.executeUpdate();
    }
  }

  private static void put(Connection connection, List<Consent> consents, long version)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO salus.consent_change (consent, patient, version) VALUES (?, ?, ?)
            ON CONFLICT (consent, patient) DO UPDATE SET version = EXCLUDED.version
            """)) {
      for (Consent consent : consents) {
        IdType patient = new IdType(consent.getPatient().getReference());
        if (patient.hasIdPart()) {
          insert.setString(1, consent.getIdElement().getIdPart());
          insert.setString(2, patient.getIdPart());
          insert.setLong(3, version);
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
