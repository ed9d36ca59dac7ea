package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from first instant; empty if it has no beginning
 * @param to first instant after it; empty if it has no end
 */
record Interval(Optional<Instant> from, Optional<Instant> to) {
  static final Interval ALWAYS = new Interval(Optional.empty(), Optional.empty());

  boolean contains(Instant instant) {
    return from.filter(instant::isBefore).isEmpty()
        && to.filter(end -> !instant.isBefore(end)).isEmpty();
  }

  boolean isReversed() {
    return from.isPresent() && to.isPresent() && !from.get().isBefore(to.get());
  }

  /** The resources that a provision with this data period covers. */
  FactPredicate condition(ProvisionType type) {
    if (equals(ALWAYS)) {
      return FactPredicate.ALWAYS;
    }
    return type == ProvisionType.PERMIT
        ? new FactPredicate.Within(from, to)
        : new FactPredicate.Touches(from, to);
  }
}
