package health.salus.server.cds;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.Feedback;
import health.salus.cdshooks.FeedbackStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** Keeps feedback in the table {@code salus.cds_feedback}; what comes twice is kept once. */
public final class DatabaseFeedbackStore implements FeedbackStore {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final DataSource dataSource;

  public DatabaseFeedbackStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public void keep(List<Feedback> feedback) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO salus.cds_feedback (service, card, outcome, content)"
                    + " VALUES (?, ?, ?, ?::jsonb) ON CONFLICT DO NOTHING")) {
      for (Feedback each : feedback) {
        insert.setString(1, each.serviceId());
        insert.setString(2, each.card());
        insert.setString(3, each.outcome().name().toLowerCase(Locale.ROOT));
        insert.setString(4, content(each).toString());
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
