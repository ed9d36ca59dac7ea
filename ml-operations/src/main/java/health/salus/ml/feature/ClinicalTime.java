package health.salus.ml.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The time from which a dated statement counts as known. A date counts from its first moment (UTC),
 * a month or a year only from its end, because the day is unknown.
 *
 * @param text as written in the record
 */
public record ClinicalTime(Instant instant, String text) implements Comparable<ClinicalTime> {
  public static Optional<ClinicalTime> parse(String text) {
    try {
      return Optional.of(new ClinicalTime(instant(text), text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    return switch (text.length()) {
      case 4 -> Year.parse(text).plusYears(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      case 7 ->
          YearMonth.parse(text).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      case 10 -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      default -> OffsetDateTime.parse(text).toInstant();
    };
  }

  @Override
  public int compareTo(ClinicalTime other) {
    return instant.compareTo(other.instant);
  }
}
