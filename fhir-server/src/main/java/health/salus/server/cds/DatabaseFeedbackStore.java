package health.salus.server.cds;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.feedback.Feedback;
import health.salus.cdshooks.feedback.FeedbackStore;
import health.salus.storage.sealing.SealedBodies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Keeps feedback in the table {@code salus.cds_feedback}, sealed, since clinicians write of their
 * patients; what comes twice is kept once. Thread-safe.
 */
public final class DatabaseFeedbackStore implements FeedbackStore {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final DataSource dataSource;
  private final SealedBodies seal;

  public DatabaseFeedbackStore(DataSource dataSource, SealedBodies seal) {
    this.dataSource = dataSource;
    this.seal = seal;
  }

  @Override
  public void keep(List<Feedback> feedback) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO salus.cds_feedback (service, card, outcome, content, digest)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (Feedback each : feedback) {
        insert.setString(1, each.serviceId());
        insert.setString(2, each.card());
        insert.setString(3, each.outcome().name().toLowerCase(Locale.ROOT));
        setContent(insert, 4, each.serviceId() + "/" + each.card(), content(each).toString());
        insert.addBatch();
      }
      insert.executeBatch();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Feedback could not be kept", e);
    }
  }

  /** Content and digest. */
  private void setContent(PreparedStatement statement, int index, String card, String content)
      throws SQLException {
    String digest = seal.digest(card, content);
    statement.setString(index, seal.sealText(content, "cds_feedback/" + digest));
    statement.setString(index + 1, digest);
  }

  private static ObjectNode content(Feedback feedback) {
    ObjectNode content = MAPPER.createObjectNode();
    content.put("outcomeTimestamp", feedback.outcomeTimestamp().toString());
    ArrayNode accepted = content.putArray("acceptedSuggestions");
    feedback.acceptedSuggestions().forEach(accepted::add);
    feedback
        .reason()
        .ifPresent(
            reason ->
                content
                    .putObject("reason")
                    .put("system", reason.system())
                    .put("code", reason.code())
                    .put("display", reason.display()));
    feedback.userComment().ifPresent(comment -> content.put("userComment", comment));
    return content;
  }
}
