package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.CalendarNode.Level;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Questions about dates as sets of calendar nodes: a date has at least one node of the set if and
 * only if the answer is yes. Sets are small, as they are made of the largest nodes: some hundred at
 * most.
 *
 * <p>A date is a range of days, {@code low} to {@code high}, if only its month or year is known.
 * All methods throw {@link IllegalArgumentException} for days outside the years 1000 to 2999.
 */
public final class CalendarCover {
  private static final List<Level> LARGEST_FIRST =
      List.of(Level.DECADE, Level.YEAR, Level.MONTH, Level.DAY);

  private CalendarCover() {}

  /** Dates that lie between two days, these included; without a day there is no bound. */
  public static Set<CalendarNode> within(@Nullable LocalDate from, @Nullable LocalDate to) {
    Set<CalendarNode> cover = new LinkedHashSet<>();
    if (from == null) {
      cover.add(CalendarNode.of(Level.OUTSIDE_BEFORE, CalendarNode.MIN));
    }
    addWhole(
        cover,
        from == null ? CalendarNode.MIN : supported(from),
        to == null ? CalendarNode.MAX : supported(to));
    if (to == null) {
      cover.add(CalendarNode.of(Level.OUTSIDE_AFTER, CalendarNode.MAX));
    }
    return cover;
  }

  /** Dates that do not lie between two days: {@code low < from or high > to}. */
  public static Set<CalendarNode> notWithin(@Nullable LocalDate from, @Nullable LocalDate to) {
    Set<CalendarNode> cover = new LinkedHashSet<>();
    if (from != null) {
      cover.addAll(lowBefore(from));
    }
    if (to != null) {
      cover.addAll(highAfter(to));
    }
    return cover;
  }

  /** Dates that may be this day or a later one: {@code high >= day}. */
  public static Set<CalendarNode> highAtLeast(LocalDate day) {
    Set<CalendarNode> cover = within(day, null);
    addPartial(cover, day, node -> node.first().isBefore(day));
    return cover;
  }

  /** Dates that may be this day or an earlier one: {@code low <= day}. */
  public static Set<CalendarNode> lowAtMost(LocalDate day) {
    Set<CalendarNode> cover = within(null, day);
    addPartial(cover, day, node -> node.last().isAfter(day));
    return cover;
  }

  /** Dates that may be later than this day: {@code high > day}. */
  public static Set<CalendarNode> highAfter(LocalDate day) {
    return supported(day).equals(CalendarNode.MAX)
        ? Set.of(CalendarNode.of(Level.OUTSIDE_AFTER, day))
        : highAtLeast(day.plusDays(1));
  }

  /** Dates that may be earlier than this day: {@code low < day}. */
  public static Set<CalendarNode> lowBefore(LocalDate day) {
    return supported(day).equals(CalendarNode.MIN)
        ? Set.of(CalendarNode.of(Level.OUTSIDE_BEFORE, day))
        : lowAtMost(day.minusDays(1));
  }

  /** The fewest nodes that lie wholly between two days and leave none of these days out. */
  private static void addWhole(Set<CalendarNode> cover, LocalDate from, LocalDate to) {
    LocalDate day = from;
    while (!day.isAfter(to)) {
      CalendarNode largest = largestFrom(day, to);
      cover.add(largest);
      day = largest.last().plusDays(1);
    }
  }

  private static CalendarNode largestFrom(LocalDate first, LocalDate to) {
    for (Level level : LARGEST_FIRST) {
      if (level.first(first).equals(first) && !level.last(first).isAfter(to)) {
        return new CalendarNode(level, first);
      }
    }
    throw new IllegalStateException("A day fits between two days that it lies between");
  }

  /** The month and the year that a bound cuts: dates of which no more is known reach beyond it. */
  private static void addPartial(
      Set<CalendarNode> cover, LocalDate day, Predicate<CalendarNode> cut) {
    for (Level level : List.of(Level.PARTIAL_MONTH, Level.PARTIAL_YEAR)) {
      CalendarNode node = CalendarNode.of(level, day);
      if (cut.test(node)) {
        cover.add(node);
      }
    }
  }

  private static LocalDate supported(LocalDate day) {
    if (day.isBefore(CalendarNode.MIN) || day.isAfter(CalendarNode.MAX)) {
      throw new IllegalArgumentException(
          "Days to search by must be from " + CalendarNode.MIN + " to " + CalendarNode.MAX);
    }
    return day;
  }
}
