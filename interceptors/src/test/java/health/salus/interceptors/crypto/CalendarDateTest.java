package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.salus.interceptors.crypto.CalendarNode.Level;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarDateTest {
  @ParameterizedTest
  @CsvSource({
    "1970,       1970-01-01, 1970-12-31",
    "1972-02,    1972-02-01, 1972-02-29",
    "1970-05-05, 1970-05-05, 1970-05-05"
  })
  void textTellsTheDaysThatADateMayBe(String text, LocalDate low, LocalDate high) {
    CalendarDate date = CalendarDate.parse(text);

    assertThat(date.low()).isEqualTo(low);
    assertThat(date.high()).isEqualTo(high);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "70", "1970-13", "1970-02-30", "1970-1-1", "1970-05-05T00:00:00Z"})
  void otherTextIsRefusedWithoutQuotingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CalendarDate.parse(text))
        .withMessage("A date must be YYYY, YYYY-MM or YYYY-MM-DD")
        .withNoCause();
  }

  @Test
  void datesAreIndexedByWhatTheyLieInAndByTheirPrecision() {
    assertThat(CalendarDate.parse("1975-05-06").nodes())
        .containsExactlyInAnyOrder(
            node(Level.DECADE, "1970-01-01"),
            node(Level.YEAR, "1975-01-01"),
            node(Level.MONTH, "1975-05-01"),
            node(Level.DAY, "1975-05-06"));
    assertThat(CalendarDate.parse("1975-05").nodes())
        .hasSize(4)
        .contains(node(Level.PARTIAL_MONTH, "1975-05-01"));
    assertThat(CalendarDate.parse("1975").nodes())
        .hasSize(3)
        .contains(node(Level.PARTIAL_YEAR, "1975-01-01"));
  }

  @Test
  void datesOfOtherYearsShareANode() {
    assertThat(CalendarDate.parse("0999-12-31").nodes())
        .hasSize(1)
        .isEqualTo(CalendarDate.parse("0001").nodes());
    assertThat(CalendarDate.parse("3000-01").nodes())
        .hasSize(1)
        .isEqualTo(CalendarDate.parse("9999").nodes());
  }

  @Test
  void nodesBeginOnTheirFirstDay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalendarNode(Level.MONTH, LocalDate.of(1970, 5, 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalendarDate(Level.YEAR, LocalDate.of(1970, 5, 1)));
    for (Level level : Set.of(Level.DECADE, Level.OUTSIDE_AFTER)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CalendarDate(level, level.first(LocalDate.of(1970, 1, 1))));
    }
  }

  private static CalendarNode node(Level level, String first) {
    return new CalendarNode(level, LocalDate.parse(first));
  }
}
