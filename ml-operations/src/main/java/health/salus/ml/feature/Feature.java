package health.salus.ml.feature;

import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One input of a model.
 *
 * @param view the name of the view whose rows are the facts
 * @param column the column that holds the value
 * @param codes the codes of the rows that count; all rows if empty
 * @param unit the UCUM unit of the value, empty if it has none
 * @param unitText the unit as shown to readers
 * @param equivalentUnits other accepted UCUM units, with their conversion factors
 * @param window length of time before the index time in which facts count; empty for all facts
 * @param equalTo the text that makes {@link Aggregate#EQUALS} one
 * @param mandatory without it there is no prediction
 */
public record Feature(
    String name,
    String display,
    String view,
    String column,
    List<Token> codes,
    String unit,
    String unitText,
    Map<String, Double> equivalentUnits,
    @Nullable TemporalAmount window,
    Aggregate aggregate,
    @Nullable String equalTo,
    boolean mandatory,
    @Nullable Range range) {
  public Feature {
    codes = List.copyOf(codes);
    equivalentUnits = Map.copyOf(equivalentUnits);
    if ((aggregate == Aggregate.EQUALS) != (equalTo != null)) {
      throw new IllegalArgumentException(
          name + ": equalTo belongs to aggregate equals, and only there");
    }
  }

  /**
   * The factor from the unit {@code given} to {@link #unit}; empty if the units are not comparable.
   */
  OptionalDouble factorFrom(String given) {
    if (given.equals(unit)) {
      return OptionalDouble.of(1);
    }
    Double factor = equivalentUnits.get(given);
    return factor == null ? OptionalDouble.empty() : OptionalDouble.of(factor);
  }

  boolean isPlausible(double value) {
    return range == null || range.contains(value);
  }
}
