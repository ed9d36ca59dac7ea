package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.salus.interceptors.crypto.CalendarNode.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every cover against the question itself, asked of dates of every precision. */
class CalendarCoverTest {
  private static final LocalDate MIN = LocalDate.of(1000, 1, 1);
  private static final LocalDate MAX = LocalDate.of(2999, 12, 31);

  private final Random random = new Random(5);
  private final List<LocalDate> days = days();
  private final List<CalendarDate> dates = dates(days);

  @Test
  void highAtLeastAndHighAfter() {
    for (LocalDate day : days) {
      check(CalendarCover.highAtLeast(day), date -> !date.high().isBefore(day));
      check(CalendarCover.highAfter(day), date -> date.high().isAfter(day));
    }
  }

  @Test
  void lowAtMostAndLowBefore() {
    for (LocalDate day : days) {
      check(CalendarCover.lowAtMost(day), date -> !date.low().isAfter(day));
      check(CalendarCover.lowBefore(day), date -> date.low().isBefore(day));
    }
  }

  @Test
  void withinAndNotWithin() {
    for (int i = 0; i < 300; i++) {
      LocalDate from = days.get(random.nextInt(days.size()));
      LocalDate to = days.get(random.nextInt(days.size()));
      Predicate<CalendarDate> notBefore = date -> !date.low().isBefore(from);
      Predicate<CalendarDate> notAfter = date -> !date.high().isAfter(to);

      check(CalendarCover.within(from, to), notBefore.and(notAfter));
      check(CalendarCover.notWithin(from, to), notBefore.and(notAfter).negate());
      check(CalendarCover.within(from, null), notBefore);
      check(CalendarCover.within(null, to), notAfter);
      check(CalendarCover.notWithin(from, null), notBefore.negate());
      check(CalendarCover.notWithin(null, to), notAfter.negate());
    }
    check(CalendarCover.within(null, null), date -> true);
    check(CalendarCover.notWithin(null, null), date -> false);
  }

  @Test
  void coversAreMadeOfTheLargestNodes() {
    assertThat(CalendarCover.within(LocalDate.of(1969, 11, 30), LocalDate.of(1981, 2, 1)))
        .containsExactly(
            node(Level.DAY, "1969-11-30"),
            node(Level.MONTH, "1969-12-01"),
            node(Level.DECADE, "1970-01-01"),
            node(Level.YEAR, "1980-01-01"),
            node(Level.MONTH, "1981-01-01"),
            node(Level.DAY, "1981-02-01"));
    assertThat(CalendarCover.highAtLeast(LocalDate.of(2000, 1, 1)))
        .hasSize(101)
        .noneMatch(node -> node.level() == Level.PARTIAL_YEAR);
    assertThat(CalendarCover.within(MIN.plusDays(1), MAX.minusDays(1))).hasSizeLessThan(320);
  }

  @Test
  void daysOfOtherYearsAreRefused() {
    for (LocalDate day : List.of(MIN.minusDays(1), MAX.plusDays(1))) {
      for (Runnable query : queries(day)) {
        assertThatIllegalArgumentException()
            .isThrownBy(query::run)
            .withMessage("Days to search by must be from 1000-01-01 to 2999-12-31");
      }
    }
  }

  private static List<Runnable> queries(LocalDate day) {
    return List.of(
        () -> CalendarCover.within(day, null),
        () -> CalendarCover.within(null, day),
        () -> CalendarCover.notWithin(day, null),
        () -> CalendarCover.notWithin(null, day),
        () -> CalendarCover.highAtLeast(day),
        () -> CalendarCover.highAfter(day),
        () -> CalendarCover.lowAtMost(day),
        () -> CalendarCover.lowBefore(day));
  }

  private void check(Set<CalendarNode> cover, Predicate<CalendarDate> question) {
    assertThat(dates)
        .filteredOn(date -> Collections.disjoint(date.nodes(), cover) == question.test(date))
        .isEmpty();
  }

  /** Both ends, the turns of a decade, of years, of leap and other months, and any. */
  private List<LocalDate> days() {
    Set<LocalDate> some = new LinkedHashSet<>();
    for (String turn :
        List.of("1970-01-01", "1980-01-01", "1972-03-01", "1973-03-01", "1999-12-01")) {
      for (int i = -2; i < 2; i++) {
        some.add(LocalDate.parse(turn).plusDays(i));
      }
    }
    some.addAll(List.of(MIN, MIN.plusDays(1), MAX.minusDays(1), MAX));
    for (int i = 0; i < 40; i++) {
      some.add(LocalDate.of(1968, 1, 1).plusDays(random.nextInt(6_000)));
      some.add(MIN.plusDays(random.nextInt(730_000)));
    }
    return List.copyOf(some);
  }

  private static List<CalendarDate> dates(List<LocalDate> days) {
    Set<CalendarDate> some = new LinkedHashSet<>();
    List<LocalDate> more = new ArrayList<>(days);
    more.addAll(List.of(MIN.minusDays(1), MAX.plusDays(1), LocalDate.of(1, 1, 1)));
    for (LocalDate day : more) {
      for (Level precision : List.of(Level.YEAR, Level.MONTH, Level.DAY)) {
        some.add(new CalendarDate(precision, precision.first(day)));
      }
    }
    return List.copyOf(some);
  }

  private static CalendarNode node(Level level, String first) {
    return new CalendarNode(level, LocalDate.parse(first));
  }
}
