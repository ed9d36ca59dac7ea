package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.CalendarNode.Level;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as FHIR knows it: a day, a month of which the day is not known, or a year of which the
 * month is not known.
 *
 * @param precision YEAR, MONTH or DAY
 * @param low the first day that it may be
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#date">date</a>
 */
public record CalendarDate(Level precision, LocalDate low) {
  private static final Pattern TEXT = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?");
  private static final Set<Level> PRECISIONS = Set.of(Level.YEAR, Level.MONTH, Level.DAY);

  public CalendarDate {
    if (!PRECISIONS.contains(precision) || !precision.first(low).equals(low)) {
      throw new IllegalArgumentException(
          "A date is a year, a month or a day, from its first day on");
    }
  }

  /**
   * The date of a text such as {@code 1970}, {@code 1970-05} or {@code 1970-05-05}.
   *
   * @throws IllegalArgumentException without the text, which may be somebody's birth date
   */
  @SuppressWarnings("UnusedException") // the cause quotes the text
  public static CalendarDate parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw refused();
    }
    try {
      return new CalendarDate(
          precision(parts),
          LocalDate.of(Integer.parseInt(parts.group(1)), partOrOne(parts, 2), partOrOne(parts, 3)));
    } catch (DateTimeException e) {
      throw refused();
    }
  }

  private static Level precision(Matcher parts) {
    if (parts.group(2) == null) {
      return Level.YEAR;
    }
    return parts.group(3) == null ? Level.MONTH : Level.DAY;
  }

  private static int partOrOne(Matcher parts, int group) {
    String part = parts.group(group);
    return part == null ? 1 : Integer.parseInt(part);
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException("A date must be YYYY, YYYY-MM or YYYY-MM-DD");
  }

  /** The last day that it may be. */
  public LocalDate high() {
    return precision.last(low);
  }

  /**
   * The calendar nodes under which the date is indexed. Dates outside the years 1000 to 2999 share
   * a node on either side.
   */
  public Set<CalendarNode> nodes() {
    if (low.isBefore(CalendarNode.MIN)) {
      return Set.of(CalendarNode.of(Level.OUTSIDE_BEFORE, low));
    }
    if (low.isAfter(CalendarNode.MAX)) {
      return Set.of(CalendarNode.of(Level.OUTSIDE_AFTER, low));
    }
    CalendarNode decade = CalendarNode.of(Level.DECADE, low);
    CalendarNode year = CalendarNode.of(Level.YEAR, low);
    if (precision == Level.YEAR) {
      return Set.of(decade, year, CalendarNode.of(Level.PARTIAL_YEAR, low));
    }
    CalendarNode month = CalendarNode.of(Level.MONTH, low);
    CalendarNode own =
        CalendarNode.of(precision == Level.DAY ? Level.DAY : Level.PARTIAL_MONTH, low);
    return Set.of(decade, year, month, own);
  }
}
