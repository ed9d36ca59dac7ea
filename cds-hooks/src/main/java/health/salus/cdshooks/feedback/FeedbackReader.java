package health.salus.cdshooks.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.card.Coding;
import health.salus.cdshooks.request.JsonFields;
import health.salus.cdshooks.request.RequestBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and checks the body of a feedback request. */
public final class FeedbackReader {
  private FeedbackReader() {}

  public static List<Feedback> read(String serviceId, byte[] body) {
    JsonFields root = RequestBody.parse(body);
    JsonNode entries = root.object().path("feedback");
    if (entries.isMissingNode() || entries.isNull()) {
      throw root.missing("feedback");
    }
    if (!entries.isArray()) {
      throw root.invalid("feedback", "must be an array");
    }
    List<Feedback> feedback = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!(entries.get(i) instanceof ObjectNode entry)) {
        throw root.invalid("feedback[" + i + "]", "must be an object");
      }
      feedback.add(entry(serviceId, new JsonFields(entry, "feedback[" + i + "].")));
    }
    return feedback;
  }

  private static Feedback entry(String serviceId, JsonFields fields) {
    String card = fields.requiredText("card");
    Feedback.Outcome outcome = outcome(fields);
    List<String> accepted = acceptedSuggestions(fields);
    if (outcome == Feedback.Outcome.ACCEPTED && accepted.isEmpty()) {
      throw fields.missing("acceptedSuggestions");
    }
    // The specification says overrideReason; at least one EHR sends overrideReasons.
    Optional<JsonFields> override =
        fields.child("overrideReason").or(() -> fields.child("overrideReasons"));
    return new Feedback(
        serviceId,
        card,
        outcome,
        accepted,
        override.flatMap(o -> o.child("reason")).map(FeedbackReader::coding),
        override.flatMap(o -> o.text("userComment")),
        timestamp(fields));
  }

  private static Feedback.Outcome outcome(JsonFields fields) {
    return switch (fields.requiredText("outcome")) {
      case "accepted" -> Feedback.Outcome.ACCEPTED;
      case "overridden" -> Feedback.Outcome.OVERRIDDEN;
      default -> throw fields.invalid("outcome", "must be accepted or overridden");
    };
  }

  private static List<String> acceptedSuggestions(JsonFields fields) {
    List<String> ids = new ArrayList<>();
    for (JsonNode suggestion : fields.object().path("acceptedSuggestions")) {
      if (!suggestion.path("id").isTextual()) {
        throw fields.invalid("acceptedSuggestions", "must hold objects with an id");
      }
      ids.add(suggestion.path("id").asText());
    }
    return ids;
  }

  private static Coding coding(JsonFields reason) {
    return new Coding(
        reason.requiredText("system"),
        reason.requiredText("code"),
        reason.text("display").orElse(""));
  }

  private static Instant timestamp(JsonFields fields) {
    try {
      return OffsetDateTime.parse(fields.requiredText("outcomeTimestamp")).toInstant();
    } catch (DateTimeException e) {
      throw fields.invalid("outcomeTimestamp", "must be a time with date and zone (RFC 3339)");
    }
  }
}
