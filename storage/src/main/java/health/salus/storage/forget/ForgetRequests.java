package health.salus.storage.forget;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Requests to forget a patient, kept until they are confirmed or expire. A confirmation is 256
 * random bits, of which the table holds only the SHA-256. It is valid once, on any node, for its
 * patient and caller only. Thread-safe.
 */
final class ForgetRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final int CODE_BYTES = 32;

  private final DataSource dataSource;
  private final SecureRandom random;

  ForgetRequests(DataSource dataSource, SecureRandom random) {
    this.dataSource = dataSource;
    this.random = random;
  }

  /**
   * A request to forget a patient.
   *
   * @param patient logical id
   * @param caller client, user and patient in context
   * @param event what the request was written down in, as {@code AuditEvent/id}
   * @param reason salted digest
   */
  record Asked(String patient, String caller, String event, String reason, Instant requested) {}

  /** The confirmation code of a request and its expiry. */
  record Confirmation(String code, Instant expires) {}

  /** Has a request wait for its confirmation. */
  Confirmation open(Asked asked) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant expires = asked.requested().plus(LIFETIME);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement clean =
            connection.prepareStatement("DELETE FROM salus.forget_request WHERE expires < ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO salus.forget_request"
                    + " (code, patient, caller, event, reason, requested, expires)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      clean.setObject(1, at(asked.requested()));
      clean.executeUpdate();
      insert.setBytes(1, sha256(code));
      insert.setString(2, asked.patient());
      insert.setString(3, asked.caller());
      insert.setString(4, asked.event());
      insert.setString(5, asked.reason());
      insert.setObject(6, at(asked.requested()));
      insert.setObject(7, at(expires));
      insert.executeUpdate();
      connection.commit();
      return new Confirmation(code, expires);
    } catch (SQLException e) {
      throw new IllegalStateException("A request to forget cannot be stored", e);
    }
  }

  /**
   * Uses a confirmation up, and with it every other one for this patient; so of two at once one
   * forgets. Empty if it is not one, is too old, was used, or is another patient's or caller's;
   * then nothing is used up.
   */
  Optional<Asked> take(String code, String patient, String caller, Instant now) {
    try (Connection connection = dataSource.getConnection()) {
      Optional<Asked> asked = delete(connection, code, patient, caller, now);
      if (asked.isPresent()) {
        deleteOthers(connection, patient);
      }
      connection.commit();
      return asked;
    } catch (SQLException e) {
      throw new IllegalStateException("The requests to forget cannot be read", e);
    }
  }

  private static Optional<Asked> delete(
      Connection connection, String code, String patient, String caller, Instant now)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM salus.forget_request"
                + " WHERE code = ? AND patient = ? AND caller = ? AND expires > ?"
                + " RETURNING event, reason, requested")) {
      delete.setBytes(1, sha256(code));
      delete.setString(2, patient);
      delete.setString(3, caller);
      delete.setObject(4, at(now));
      try (ResultSet row = delete.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Asked(
                    patient,
                    caller,
                    row.getString(1),
                    row.getString(2),
                    row.getTimestamp(3).toInstant()))
            : Optional.empty();
      }
    }
  }

  private static void deleteOthers(Connection connection, String patient) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM salus.forget_request WHERE patient = ?")) {
      delete.setString(1, patient);
      delete.executeUpdate();
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
