package health.salus.storage.index;

import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.CompareOperation;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.util.DateUtils;
import health.salus.interceptors.crypto.CalendarCover;
import health.salus.interceptors.crypto.CalendarNode;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on dates as calendar nodes. It means what HAPI's predicate for dates means where
 * there are no times of day, with the same bounds: a stored date is a range of days, as a condition
 * is.
 */
final class SealedDates {
  private static final Set<ParamPrefixEnum> ONE_END =
      Set.of(ParamPrefixEnum.STARTS_AFTER, ParamPrefixEnum.ENDS_BEFORE, ParamPrefixEnum.EQUAL);

  private SealedDates() {}

  /** A day from HAPI's number for it, such as 19700531. */
  static LocalDate day(int ordinal) {
    return LocalDate.of(ordinal / 10_000, ordinal / 100 % 100, ordinal % 100);
  }

  /**
   * The nodes of which a date has at least one if and only if the condition holds.
   *
   * @param operation null means equal
   */
  static Set<CalendarNode> nodes(
      String type,
      String parameter,
      IQueryParameterType value,
      @Nullable CompareOperation operation) {
    DateRangeParam range = range(value, operation);
    requireDays(type, parameter, range.getLowerBound());
    requireDays(type, parameter, range.getUpperBound());
    try {
      return nodes(range, operation == null ? CompareOperation.eq : operation);
    } catch (IllegalArgumentException e) {
      throw SealedRefusal.years(type, parameter);
    }
  }

  private static DateRangeParam range(
      IQueryParameterType value, @Nullable CompareOperation operation) {
    if (value instanceof DateRangeParam range) {
      return range;
    }
    DateParam date = (DateParam) value;
    return new DateRangeParam(
        operation == CompareOperation.ne
            ? new DateParam(ParamPrefixEnum.EQUAL, date.getValueAsString())
            : date);
  }

  private static void requireDays(String type, String parameter, @Nullable DateParam bound) {
    if (bound != null && bound.getPrecision().compareTo(TemporalPrecisionEnum.DAY) > 0) {
      throw SealedRefusal.timeOfDay(type, parameter);
    }
  }

  private static Set<CalendarNode> nodes(DateRangeParam range, CompareOperation operation) {
    @Nullable LocalDate lower = lower(range.getLowerBound());
    @Nullable LocalDate upper = upper(range.getUpperBound());
    if (lower == null && upper == null) {
      throw new IllegalArgumentException("A condition on dates needs a date");
    }
    return switch (operation) {
      case lt, le -> CalendarCover.lowAtMost(or(lower, upper));
      case gt, ge -> CalendarCover.highAtLeast(or(upper, lower));
      case ne -> CalendarCover.notWithin(or(lower, upper), or(upper, lower));
      default -> within(range, lower, upper);
    };
  }

  private static Set<CalendarNode> within(
      DateRangeParam range, @Nullable LocalDate lower, @Nullable LocalDate upper) {
    if (lower != null && upper != null) {
      return CalendarCover.within(lower, upper);
    }
    if (lower != null) {
      return ends(range.getLowerBound())
          ? CalendarCover.within(lower, null)
          : CalendarCover.highAtLeast(lower);
    }
    return ends(range.getUpperBound())
        ? CalendarCover.within(null, upper)
        : CalendarCover.lowAtMost(or(upper, lower));
  }

  private static boolean ends(DateParam bound) {
    return bound.getPrefix() != null && ONE_END.contains(bound.getPrefix());
  }

  private static LocalDate or(@Nullable LocalDate first, @Nullable LocalDate second) {
    if (first != null) {
      return first;
    }
    if (second != null) {
      return second;
    }
    throw new IllegalArgumentException("A condition on dates needs a date");
  }

  private static @Nullable LocalDate lower(@Nullable DateParam bound) {
    if (bound == null || bound.getValue() == null) {
      return null;
    }
    LocalDate day = day(DateUtils.convertDateToDayInteger(bound.getValue()));
    @Nullable ParamPrefixEnum prefix = bound.getPrefix();
    return prefix == ParamPrefixEnum.GREATERTHAN || prefix == ParamPrefixEnum.STARTS_AFTER
        ? day.plusDays(1)
        : day;
  }

  private static @Nullable LocalDate upper(@Nullable DateParam bound) {
    if (bound == null || bound.getValue() == null) {
      return null;
    }
    if (bound.getPrecision().compareTo(TemporalPrecisionEnum.MONTH) <= 0) {
      return LocalDate.parse(DateUtils.getCompletedDate(bound.getValueAsString()).getRight());
    }
    LocalDate day = day(DateUtils.convertDateToDayInteger(bound.getValue()));
    @Nullable ParamPrefixEnum prefix = bound.getPrefix();
    return prefix == ParamPrefixEnum.LESSTHAN || prefix == ParamPrefixEnum.ENDS_BEFORE
        ? day.minusDays(1)
        : day;
  }
}
