package health.salus.interceptors.consent;

import java.util.Arrays;
import java.util.Optional;

/**
 * How sensitive a resource is, from nobody's secret to the best kept one. The order is that of the
 * code system: who may see a level may see those before it.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-Confidentiality.html">v3
 *     Confidentiality</a>
 */
public enum Confidentiality {
  /** Unrestricted. */
  U,
  /** Low. */
  L,
  /** Moderate. */
  M,
  /** Normal: what a resource without a label is. */
  N,
  /** Restricted. */
  R,
  /** Very restricted. */
  V;

  public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  public static Optional<Confidentiality> of(String code) {
    return Arrays.stream(values()).filter(level -> level.name().equals(code)).findFirst();
  }
}
