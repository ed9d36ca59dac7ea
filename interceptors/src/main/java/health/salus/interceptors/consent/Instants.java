package health.salus.interceptors.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * FHIR dates as instants. A date without a time is one of UTC, and a value is as long as its
 * precision: {@code 2022} begins with the year and is over when the year is.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">dateTime</a>
 */
final class Instants {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;
  private static final int MINUTE = 16;

  private Instants() {}

  /**
   * The first instant of a date.
   *
   * @throws java.time.DateTimeException if it is none
   */
  static Instant start(String text) {
    return switch (text.length()) {
      case YEAR -> midnight(Year.parse(text).atDay(1));
      case MONTH -> midnight(YearMonth.parse(text).atDay(1));
      case DAY -> midnight(LocalDate.parse(text));
      default -> OffsetDateTime.parse(text).toInstant();
    };
  }

  /**
   * The first instant after a date.
   *
   * @throws java.time.DateTimeException if it is none
   */
  static Instant end(String text) {
    return switch (text.length()) {
      case YEAR -> midnight(Year.parse(text).plusYears(1).atDay(1));
      case MONTH -> midnight(YearMonth.parse(text).plusMonths(1).atDay(1));
      case DAY -> midnight(LocalDate.parse(text).plusDays(1));
      default -> OffsetDateTime.parse(text).toInstant().plus(1, precision(text));
    };
  }

  private static ChronoUnit precision(String text) {
    if (text.contains(".")) {
      return ChronoUnit.MILLIS;
    }
    boolean seconds = text.length() > MINUTE && text.charAt(MINUTE) == ':';
    return seconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
