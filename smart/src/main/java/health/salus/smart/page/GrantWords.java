package health.salus.smart.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The grants page in words. */
public final class GrantWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private GrantWords() {}

  /** A time to the minute; in UTC, since the server does not know where its user is. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** What a grant allows, each thing once. */
  public static List<String> sentences(GrantsPage.Grant grant) {
    return grant.scopes().stream()
        .map(scope -> PlainWords.describe(scope, grant.patient()))
        .distinct()
        .toList();
  }
}
