package health.salus.interceptors.crypto;

import java.time.LocalDate;

/**
 * A piece of the calendar that dates are indexed by. A partial year stands for dates of which only
 * that year is known, a partial month likewise; the others stand for every date that lies in them.
 *
 * @param first the first day of it
 */
public record CalendarNode(Level level, LocalDate first) {
  static final LocalDate MIN = LocalDate.of(1000, 1, 1);
  static final LocalDate MAX = LocalDate.of(2999, 12, 31);

  public CalendarNode {
    if (!level.first(first).equals(first)) {
      throw new IllegalArgumentException("A " + level + " does not begin on such a day");
    }
  }

  static CalendarNode of(Level level, LocalDate day) {
    return new CalendarNode(level, level.first(day));
  }

  /** The last day of it. */
  public LocalDate last() {
    return level.last(first);
  }

  /** The text from which its token is computed. */
  String text() {
    return level + " " + first;
  }

  /**
   * How large a node is, and what for. The names are what tokens are made of: they never change.
   */
  public enum Level {
    DECADE,
    YEAR,
    MONTH,
    DAY,
    PARTIAL_YEAR,
    PARTIAL_MONTH,
    /** All before the year 1000. */
    OUTSIDE_BEFORE,
    /** All after the year 2999. */
    OUTSIDE_AFTER;

    LocalDate first(LocalDate day) {
      return switch (this) {
        case DECADE -> LocalDate.of(day.getYear() - day.getYear() % 10, 1, 1);
        case YEAR, PARTIAL_YEAR -> day.withDayOfYear(1);
        case MONTH, PARTIAL_MONTH -> day.withDayOfMonth(1);
        case DAY -> day;
        case OUTSIDE_BEFORE -> LocalDate.MIN;
        case OUTSIDE_AFTER -> MAX.plusDays(1);
      };
    }

    LocalDate last(LocalDate first) {
      return switch (this) {
        case DECADE -> first.plusYears(10).minusDays(1);
        case YEAR, PARTIAL_YEAR -> first.plusYears(1).minusDays(1);
        case MONTH, PARTIAL_MONTH -> first.plusMonths(1).minusDays(1);
        case DAY -> first;
        case OUTSIDE_BEFORE -> MIN.minusDays(1);
        case OUTSIDE_AFTER -> LocalDate.MAX;
      };
    }
  }
}
