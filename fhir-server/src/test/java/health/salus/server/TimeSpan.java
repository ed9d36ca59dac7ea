package health.salus.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The time that a date means, from its first to its last millisecond.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">date parameters</a>
 */
record TimeSpan(Instant low, Instant high) {

  /**
   * Nothing for what is no date, such as a Timing.
   *
   * @param asWritten without regard to time zones, as days are compared
   */
  static Optional<TimeSpan> of(JsonNode value, boolean asWritten) {
    if (value.isTextual()) {
      return Optional.of(of(value.asText(), asWritten));
    }
    if (!value.has("start") && !value.has("end")) {
      return Optional.empty();
    }
    Instant low =
        value.has("start") ? of(value.path("start").asText(), asWritten).low() : Instant.MIN;
    Instant high =
        value.has("end") ? of(value.path("end").asText(), asWritten).high() : Instant.MAX;
    return Optional.of(new TimeSpan(low, high));
  }

  private static TimeSpan of(String text, boolean asWritten) {
    return of(asWritten ? text.replaceFirst("(T[0-9:.]+)([+-]\\d\\d:\\d\\d)$", "$1Z") : text);
  }

  static TimeSpan of(String text) {
    return switch (text.length()) {
      case 4 -> days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
      case 7 -> days(YearMonth.parse(text).atDay(1), YearMonth.parse(text).plusMonths(1).atDay(1));
      case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
      default -> {
        Instant low = OffsetDateTime.parse(text).toInstant();
        yield new TimeSpan(low, text.contains(".") ? low : low.plusMillis(999));
      }
    };
  }

  private static TimeSpan days(LocalDate first, LocalDate next) {
    return new TimeSpan(
        first.atStartOfDay().toInstant(ZoneOffset.UTC),
        next.atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1));
  }

  /** Whether a stored time matches this searched one. */
  boolean matches(String comparator, TimeSpan stored) {
    boolean within = !stored.low.isBefore(low) && !stored.high.isAfter(high);
    boolean above = stored.high.isAfter(high);
    boolean below = stored.low.isBefore(low);
    return switch (comparator) {
      case "gt" -> above;
      case "lt" -> below;
      case "ge" -> !stored.high.isBefore(low);
      case "le" -> !stored.low.isAfter(high);
      default -> within;
    };
  }
}
