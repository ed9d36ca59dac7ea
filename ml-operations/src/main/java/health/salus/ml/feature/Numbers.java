package health.salus.ml.feature;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats numbers for readers. */
final class Numbers {
  private Numbers() {}

  static String rounded(double value) {
    BigDecimal four = new BigDecimal(value, new MathContext(4)).stripTrailingZeros();
    return four.scale() < 0 ? four.setScale(0).toPlainString() : four.toPlainString();
  }
}
