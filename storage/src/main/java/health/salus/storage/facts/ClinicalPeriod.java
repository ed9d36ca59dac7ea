package health.salus.storage.facts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Timing;

/**
 * The clinical time of a resource: the first of the elements below that it has. A day, a month or a
 * year lasts until its end, in UTC where no zone is given.
 *
 * @param from first instant; empty if unknown
 * @param to first instant after it; empty if unknown or not over
 */
record ClinicalPeriod(Optional<Instant> from, Optional<Instant> to) {
  private static final List<String> NAMES =
      List.of(
          "effective",
          "occurrence",
          "performed",
          "onset",
          "period",
          "started",
          "timing",
          "serviced",
          "billablePeriod",
          "authoredOn",
          "recordedDate",
          "recorded",
          "dateTime",
          "date",
          "issued",
          "created",
          "start",
          "sent",
          "whenHandedOver",
          "authored");

  /** The clinical time of a resource with these elements. */
  static ClinicalPeriod of(List<Property> elements) {
    int best = NAMES.size();
    ClinicalPeriod time = new ClinicalPeriod(Optional.empty(), Optional.empty());
    for (Property element : elements) {
      int rank = element.hasValues() ? NAMES.indexOf(name(element)) : -1;
      if (rank >= 0 && rank < best) {
        Optional<ClinicalPeriod> found = of(element.getValues().get(0));
        if (found.isPresent()) {
          best = rank;
          time = found.get();
        }
      }
    }
    return time;
  }

  private static String name(Property element) {
    String name = element.getName();
    return name.endsWith("[x]") ? name.substring(0, name.length() - "[x]".length()) : name;
  }

  private static Optional<ClinicalPeriod> of(Base value) {
    if (value instanceof BaseDateTimeType moment && moment.hasValue()) {
      return Optional.of(new ClinicalPeriod(Optional.of(begin(moment)), Optional.of(end(moment))));
    }
    if (value instanceof Period period && (period.hasStart() || period.hasEnd())) {
      return Optional.of(
          new ClinicalPeriod(
              period.hasStart() ? Optional.of(begin(period.getStartElement())) : Optional.empty(),
              period.hasEnd() ? Optional.of(end(period.getEndElement())) : Optional.empty()));
    }
    if (value instanceof Timing timing && timing.hasEvent()) {
      return Optional.of(
          new ClinicalPeriod(
              timing.getEvent().stream().map(ClinicalPeriod::begin).min(Instant::compareTo),
              timing.getEvent().stream().map(ClinicalPeriod::end).max(Instant::compareTo)));
    }
    return Optional.empty();
  }

  private static Instant begin(BaseDateTimeType moment) {
    return start(moment).toInstant();
  }

  private static Instant end(BaseDateTimeType moment) {
    ZonedDateTime start = start(moment);
    return switch (moment.getPrecision()) {
      case YEAR -> start.plusYears(1).toInstant();
      case MONTH -> start.plusMonths(1).toInstant();
      case DAY -> start.plusDays(1).toInstant();
      case MINUTE -> start.plusMinutes(1).toInstant();
      default -> start.plusSeconds(1).toInstant();
    };
  }

  private static ZonedDateTime start(BaseDateTimeType moment) {
    int month = moment.getMonth() == null ? 1 : moment.getMonth() + 1;
    int day = moment.getDay() == null ? 1 : moment.getDay();
    boolean hasTime =
        switch (moment.getPrecision()) {
          case YEAR, MONTH, DAY -> false;
          default -> true;
        };
    return hasTime
        ? moment.getValue().toInstant().atZone(ZoneOffset.UTC)
        : ZonedDateTime.of(moment.getYear(), month, day, 0, 0, 0, 0, ZoneOffset.UTC);
  }
}
