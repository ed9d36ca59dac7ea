package health.salus.ml.feature;

import health.salus.ml.feature.FeatureValue.Missing;
import health.salus.ml.feature.FeatureValue.Present;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reduces the selected facts, oldest first, to one value. */
final class Aggregation {
  private static final double DAYS_PER_YEAR = 365.25;

  private final Feature feature;
  private final Instant index;
  private MissingReason lastProblem = MissingReason.NO_VALUE;

  Aggregation(Feature feature, Instant index) {
    this.feature = feature;
    this.index = index;
  }

  FeatureValue of(List<Fact> facts) {
    return switch (feature.aggregate()) {
      case COUNT -> present(facts.size(), "", facts);
      case EXISTS -> yesOrNo(!facts.isEmpty(), facts);
      case AGE -> age(facts.get(facts.size() - 1));
      case EQUALS -> equal(facts);
      case LAST, MEAN, MIN, MAX, SLOPE -> ofNumbers(facts);
    };
  }

  private FeatureValue age(Fact fact) {
    Optional<ClinicalTime> birth = fact.row().text(feature.column()).flatMap(ClinicalTime::parse);
    if (birth.isEmpty()) {
      return new Missing(MissingReason.NO_VALUE);
    }
    double years =
        (double)
            ChronoUnit.YEARS.between(
                birth.get().instant().atZone(ZoneOffset.UTC), index.atZone(ZoneOffset.UTC));
    if (!feature.isPlausible(years)) {
      return new Missing(MissingReason.IMPLAUSIBLE);
    }
    return present(years, feature.unitText(), List.of(fact));
  }

  private FeatureValue equal(List<Fact> facts) {
    for (int i = facts.size() - 1; i >= 0; i--) {
      Optional<String> text = facts.get(i).row().text(feature.column());
      if (text.isPresent()) {
        return yesOrNo(text.get().equals(feature.equalTo()), List.of(facts.get(i)));
      }
    }
    return new Missing(MissingReason.NO_VALUE);
  }

  private FeatureValue ofNumbers(List<Fact> facts) {
    List<Fact> used = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (Fact fact : facts) {
      OptionalDouble number = number(fact);
      if (number.isPresent()) {
        used.add(fact);
        numbers.add(number.getAsDouble());
      }
    }
    if (numbers.isEmpty()) {
      return new Missing(lastProblem);
    }
    double last = numbers.get(numbers.size() - 1);
    List<Fact> newest = used.subList(used.size() - 1, used.size());
    return switch (feature.aggregate()) {
      case MEAN -> present(statistics(numbers).getAverage(), feature.unitText(), used);
      case MIN -> present(statistics(numbers).getMin(), feature.unitText(), used);
      case MAX -> present(statistics(numbers).getMax(), feature.unitText(), used);
      case SLOPE -> slope(used, numbers);
      case LAST, COUNT, EXISTS, AGE, EQUALS -> present(last, feature.unitText(), newest);
    };
  }

  private OptionalDouble number(Fact fact) {
    Optional<Double> raw = fact.row().number(feature.column());
    if (raw.isEmpty()) {
      lastProblem = MissingReason.NO_VALUE;
      return OptionalDouble.empty();
    }
    OptionalDouble factor = feature.factorFrom(fact.row().text("unit").orElse(""));
    if (factor.isEmpty()) {
      lastProblem = MissingReason.UNIT;
      return OptionalDouble.empty();
    }
    double value = raw.get() * factor.getAsDouble();
    if (!feature.isPlausible(value)) {
      lastProblem = MissingReason.IMPLAUSIBLE;
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value);
  }

  private static DoubleSummaryStatistics statistics(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).summaryStatistics();
  }

  private FeatureValue slope(List<Fact> facts, List<Double> numbers) {
    double[] years = facts.stream().mapToDouble(this::yearsBeforeIndex).toArray();
    double meanYear = Arrays.stream(years).average().orElse(0);
    double meanNumber = statistics(numbers).getAverage();
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < years.length; i++) {
      covariance += (years[i] - meanYear) * (numbers.get(i) - meanNumber);
      variance += (years[i] - meanYear) * (years[i] - meanYear);
    }
    if (variance == 0) {
      return new Missing(MissingReason.TOO_FEW);
    }
    return present(covariance / variance, feature.unitText() + " per year", facts);
  }

  private double yearsBeforeIndex(Fact fact) {
    ClinicalTime time = fact.time();
    return time == null ? 0 : -Duration.between(time.instant(), index).toDays() / DAYS_PER_YEAR;
  }

  private static FeatureValue yesOrNo(boolean yes, List<Fact> facts) {
    return new Present(yes ? 1 : 0, yes ? "yes" : "no", newestTime(facts), sources(facts));
  }

  private static FeatureValue present(double value, String unit, List<Fact> facts) {
    String text = (Numbers.rounded(value) + " " + unit).trim();
    return new Present(value, text, newestTime(facts), sources(facts));
  }

  private static String newestTime(List<Fact> facts) {
    ClinicalTime newest = facts.isEmpty() ? null : facts.get(facts.size() - 1).time();
    return newest == null ? "" : newest.text();
  }

  private static List<String> sources(List<Fact> facts) {
    return facts.stream().map(Fact::source).distinct().toList();
  }
}
