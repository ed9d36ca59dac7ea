package health.salus.ml.model;

import health.salus.ml.feature.Aggregate;
import health.salus.ml.feature.Feature;
import health.salus.ml.feature.Range;
import health.salus.ml.feature.Token;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one feature of a definition file. */
final class FeatureReader {
  private FeatureReader() {}

  static Optional<Feature> read(Section section) {
    String name = section.text("name");
    String unit = section.optionalText("unit").orElse("");
    Aggregate aggregate =
        section.parsed(
            "aggregate",
            section.text("aggregate"),
            text -> Aggregate.valueOf(text.toUpperCase(Locale.ROOT)),
            Aggregate.LAST);
    String display = section.text("display");
    String view = section.text("view");
    String column = section.optionalText("column").orElse("value");
    List<Token> codes = tokens(section, "codes");
    String unitText = section.optionalText("unitText").orElse(unit);
    var equivalentUnits = section.numbers("equivalentUnits");
    TemporalAmount window = window(section);
    String equalTo = section.optionalText("equalTo").orElse(null);
    boolean mandatory = section.flag("mandatory");
    Range range = range(section);
    section.refuseUnknown();
    try {
      return Optional.of(
          new Feature(
              name,
              display,
              view,
              column,
              codes,
              unit,
              unitText,
              equivalentUnits,
              window,
              aggregate,
              equalTo,
              mandatory,
              range));
    } catch (IllegalArgumentException e) {
      section.error("equalTo", "is not valid: " + e.getMessage());
      return Optional.empty();
    }
  }

  static List<Token> tokens(Section section, String name) {
    return section.texts(name).stream()
        .flatMap(
            text ->
                section
                    .parsed(name, text, t -> Optional.of(Token.parse(t)), Optional.<Token>empty())
                    .stream())
        .toList();
  }

  private static @Nullable TemporalAmount window(Section section) {
    Optional<String> text = section.optionalText("window");
    if (text.isEmpty()) {
      return null;
    }
    return section.<TemporalAmount>parsed(
        "window",
        text.get(),
        value -> value.contains("T") ? Duration.parse(value) : Period.parse(value),
        Period.ZERO);
  }

  private static @Nullable Range range(Section section) {
    if (!section.has("range")) {
      return null;
    }
    Section range = section.section("range");
    double min = range.number("min", 0);
    double max = range.number("max", 1);
    range.refuseUnknown();
    if (min >= max) {
      section.error("range", "must have min below max");
      return null;
    }
    return new Range(min, max);
  }
}
