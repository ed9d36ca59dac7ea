package health.salus.interceptors.consent;

import java.util.Collection;
import java.util.List;

/**
 * The vote of one or more consents on a resource: none where neither predicate holds, a denial
 * where both do.
 *
 * @param permit holds for resources that the consents permit
 * @param deny holds for resources that the consents deny
 */
record Vote(FactPredicate permit, FactPredicate deny) {
  static final Vote NOTHING = new Vote(FactPredicate.NEVER, FactPredicate.NEVER);
  static final Vote NO = new Vote(FactPredicate.NEVER, FactPredicate.ALWAYS);

  /** This, and the other one where this says nothing. */
  Vote over(Vote other) {
    return new Vote(
        FactPredicate.any(List.of(permit, other.permit)),
        FactPredicate.any(
            List.of(deny, FactPredicate.all(List.of(FactPredicate.not(permit), other.deny)))));
  }

  /** All of them at once; where they disagree they deny. */
  static Vote together(Collection<Vote> votes) {
    return new Vote(
        FactPredicate.any(votes.stream().map(Vote::permit).toList()),
        FactPredicate.any(votes.stream().map(Vote::deny).toList()));
  }

  /**
   * The first that says something. Halved, not chained, so that the condition does not get deep.
   */
  static Vote firstOf(List<Vote> votes) {
    if (votes.size() < 2) {
      return votes.isEmpty() ? NOTHING : votes.get(0);
    }
    int middle = votes.size() / 2;
    return firstOf(votes.subList(0, middle)).over(firstOf(votes.subList(middle, votes.size())));
  }

  /** Where a resource may be seen, if this holds where nothing is said. */
  FactPredicate otherwise(FactPredicate base) {
    return Unions.join(
        FactPredicate.all(
            List.of(FactPredicate.not(deny), FactPredicate.any(List.of(permit, base)))));
  }
}
