package health.salus.interceptors.masking;

import java.time.LocalDate;

/** FHIR's dates as texts, which keep their precision, time and offset when they move. */
final class Dates {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;

  private Dates() {}

  /** The date so many days later; a year or month is taken for its first day. */
  static String plus(String text, int days) {
    int known = Math.min(text.length(), DAY);
    String first =
        text.substring(0, known) + (known == YEAR ? "-01-01" : known == MONTH ? "-01" : "");
    String moved = LocalDate.parse(first).plusDays(days).toString();
    return moved.substring(0, known) + text.substring(known);
  }
}
