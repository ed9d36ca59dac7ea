package health.salus.ml.view;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a view. A column without a value is absent. Values are {@link Boolean}, {@link
 * Integer}, {@link BigDecimal}, {@link String} or, for a collection column, a {@code List} of them.
 */
public record Row(Map<String, Object> values) {
  static final Row EMPTY = new Row(Map.of());

  public Row {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public Optional<Object> value(String column) {
    return Optional.ofNullable(values.get(column));
  }

  public Optional<String> text(String column) {
    return value(column).map(Object::toString);
  }

  public Optional<Double> number(String column) {
    return value(column)
        .filter(Number.class::isInstance)
        .map(Number.class::cast)
        .map(Number::doubleValue);
  }

  Row and(Row other) {
    if (other.values.isEmpty()) {
      return this;
    }
    if (values.isEmpty()) {
      return other;
    }
    Map<String, Object> both = new LinkedHashMap<>(values);
    both.putAll(other.values);
    return new Row(both);
  }
}
