package health.salus.smart.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes the texts of the grants page. */
public final class GrantWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private GrantWords() {}

  /** A time to the minute, in UTC, because the server does not know the user's time zone. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The permissions of a grant, without repetition. */
  public static List<String> sentences(GrantsPage.Grant grant) {
    return grant.scopes().stream()
        .map(scope -> PlainWords.describe(scope, grant.patient()))
        .distinct()
        .toList();
  }
}
