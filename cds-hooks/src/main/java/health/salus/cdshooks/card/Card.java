package health.salus.cdshooks.card;

import java.util.List;
import java.util.Optional;

/**
 * A CDS Hooks card: one piece of advice for the user.
 *
 * @param uuid id by which feedback refers to the card
 * @param summary one sentence of fewer than 140 characters
 * @param detail GitHub Flavored Markdown, or empty
 */
public record Card(
    String uuid,
    String summary,
    String detail,
    Indicator indicator,
    Source source,
    List<Link> links,
    List<Coding> overrideReasons) {
  public static final int SUMMARY_LIMIT = 140;

  public Card {
    if (summary.isBlank() || summary.codePointCount(0, summary.length()) >= SUMMARY_LIMIT) {
      throw new IllegalArgumentException("summary must have 1 to 139 characters");
    }
    links = List.copyOf(links);
    overrideReasons = List.copyOf(overrideReasons);
  }

  /** The urgency of the advice. */
  public enum Indicator {
    INFO,
    WARNING,
    CRITICAL
  }

  /** The source of the advice; {@code url} describes the source, never the patient. */
  public record Source(String label, String url, Optional<Coding> topic) {}

  /** An absolute link. */
  public record Link(String label, String url) {}
}
