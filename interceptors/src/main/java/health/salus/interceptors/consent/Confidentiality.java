package health.salus.interceptors.consent;

import java.util.Arrays;
import java.util.Optional;

/**
 * How sensitive a resource is, from unrestricted to very restricted. The order is that of the code
 * system: who may see a level may see those before it.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-Confidentiality.html">v3
 *     Confidentiality</a>
 */
public enum Confidentiality {
  /** Unrestricted. */
  U(0),
  /** Low. */
  L(1),
  /** Moderate. */
  M(2),
  /** Normal: what a resource without a label is. */
  N(3),
  /** Restricted. */
  R(4),
  /** Very restricted. */
  V(5);

  public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  private final int rank;

  Confidentiality(int rank) {
    this.rank = rank;
  }

  /** Its place in the order, from 0; stored in the database. */
  public int rank() {
    return rank;
  }

  /** The level of this rank. */
  public static Confidentiality ofRank(int rank) {
    return Arrays.stream(values())
        .filter(level -> level.rank == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No confidentiality has rank " + rank));
  }

  public static Optional<Confidentiality> of(String code) {
    return Arrays.stream(values()).filter(level -> level.name().equals(code)).findFirst();
  }
}
