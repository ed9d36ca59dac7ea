package health.salus.cdshooks.feedback;

import health.salus.cdshooks.card.Coding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of one card: accepted or overridden by the user.
 *
 * @param card the card's uuid; some clients send other strings
 * @param acceptedSuggestions uuids
 * @param reason one of the card's override reasons, or the site's own
 */
public record Feedback(
    String serviceId,
    String card,
    Outcome outcome,
    List<String> acceptedSuggestions,
    Optional<Coding> reason,
    Optional<String> userComment,
    Instant outcomeTimestamp) {
  public Feedback {
    acceptedSuggestions = List.copyOf(acceptedSuggestions);
  }

  /** The outcomes that clients report; an ignored card is never reported. */
  public enum Outcome {
    ACCEPTED,
    OVERRIDDEN
  }
}
