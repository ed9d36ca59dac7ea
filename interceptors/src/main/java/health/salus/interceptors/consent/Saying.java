package health.salus.interceptors.consent;

import java.util.Collection;
import java.util.List;

/**
 * What one or more consents say of a resource. They say nothing where neither condition holds, and
 * deny where both do.
 *
 * @param permit where they permit
 * @param deny where they deny
 */
record Saying(Condition permit, Condition deny) {
  static final Saying NOTHING = new Saying(Condition.NEVER, Condition.NEVER);
  static final Saying NO = new Saying(Condition.NEVER, Condition.ALWAYS);

  /** This, and the other one where this says nothing. */
  Saying over(Saying other) {
    return new Saying(
        Condition.any(List.of(permit, other.permit)),
        Condition.any(List.of(deny, Condition.all(List.of(Condition.not(permit), other.deny)))));
  }

  /** All of them at once; where they disagree they deny. */
  static Saying together(Collection<Saying> sayings) {
    return new Saying(
        Condition.any(sayings.stream().map(Saying::permit).toList()),
        Condition.any(sayings.stream().map(Saying::deny).toList()));
  }

  /**
   * The first that says something. Halved, not chained, so that the condition does not get deep.
   */
  static Saying firstOf(List<Saying> sayings) {
    if (sayings.size() < 2) {
      return sayings.isEmpty() ? NOTHING : sayings.get(0);
    }
    int middle = sayings.size() / 2;
    return firstOf(sayings.subList(0, middle))
        .over(firstOf(sayings.subList(middle, sayings.size())));
  }

  /** Where a resource may be seen, if this holds where nothing is said. */
  Condition otherwise(Condition base) {
    return Unions.join(
        Condition.all(List.of(Condition.not(deny), Condition.any(List.of(permit, base)))));
  }
}
