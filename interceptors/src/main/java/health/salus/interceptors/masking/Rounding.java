package health.salus.interceptors.masking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Rounds numbers, alone or in a quantity. */
final class Rounding {
  static final Set<String> TYPES =
      Set.of(
          "decimal",
          "integer",
          "positiveInt",
          "unsignedInt",
          "Quantity",
          "SimpleQuantity",
          "Age",
          "Count",
          "Distance",
          "Duration");

  private Rounding() {}

  /** The element with its number rounded; null if it has none. */
  static @Nullable Base to(BigDecimal step, Base value) {
    if (value instanceof Quantity quantity && quantity.hasValue()) {
      quantity.getExtension().clear();
      quantity.setValue(rounded(quantity.getValue(), step));
      return quantity;
    }
    if (value instanceof DecimalType decimal && decimal.hasValue()) {
      decimal.getExtension().clear();
      decimal.setValue(rounded(decimal.getValue(), step));
      return decimal;
    }
    if (value instanceof IntegerType integer && integer.hasValue()) {
      integer.getExtension().clear();
      integer.setValueAsString(
          rounded(BigDecimal.valueOf(integer.getValue()), step).toBigInteger().toString());
      return integer;
    }
    return null;
  }

  private static BigDecimal rounded(BigDecimal number, BigDecimal step) {
    return number.divide(step, 0, RoundingMode.HALF_UP).multiply(step);
  }
}
