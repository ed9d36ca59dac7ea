package health.salus.ml.feature;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as a reader sees them. */
final class Numbers {
  private Numbers() {}

  static String rounded(double value) {
    BigDecimal four = new BigDecimal(value, new MathContext(4)).stripTrailingZeros();
    return four.scale() < 0 ? four.setScale(0).toPlainString() : four.toPlainString();
  }
}
