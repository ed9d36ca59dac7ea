package health.salus.interceptors.consent;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The criteria of a provision on the request. An empty list asks nothing.
 *
 * @param actions codes of the actions
 */
record RequestCriteria(
    Interval period, List<Actor> actors, List<PurposeOfUse> purposes, Set<String> actions) {
  static final RequestCriteria NONE =
      new RequestCriteria(Interval.ALWAYS, List.of(), List.of(), Set.of());

  RequestCriteria {
    actors = List.copyOf(actors);
    purposes = List.copyOf(purposes);
    actions = Set.copyOf(actions);
  }

  /** Whether a provision counts at all: in an emergency only those do that name it. */
  boolean areConsidered(ConsentContext context) {
    return !PurposeOfUse.of(context.purposeOfUse()).isEmergency()
        || purposes.stream().anyMatch(PurposeOfUse::statesEmergency);
  }

  /** Whether a provision of this type is met by a request. */
  boolean match(ConsentContext context, ProvisionType type) {
    return isInTime(context)
        && isFor(context, type)
        && meansPurpose(context, type)
        && meansAction(context);
  }

  /** In what a provision of this type is not met by a request. */
  Set<Dimension> unmatched(ConsentContext context, ProvisionType type) {
    Set<Dimension> unmatched = EnumSet.noneOf(Dimension.class);
    if (!isInTime(context)) {
      unmatched.add(Dimension.PERIOD);
    }
    if (!isFor(context, type)) {
      unmatched.add(Dimension.ACTOR);
    }
    if (!meansPurpose(context, type)) {
      unmatched.add(Dimension.PURPOSE);
    }
    if (!meansAction(context)) {
      unmatched.add(Dimension.ACTION);
    }
    return unmatched;
  }

  private boolean isInTime(ConsentContext context) {
    return period.contains(context.now());
  }

  private boolean isFor(ConsentContext context, ProvisionType type) {
    return actors.isEmpty() || actors.stream().anyMatch(actor -> actor.matches(context, type));
  }

  private boolean meansPurpose(ConsentContext context, ProvisionType type) {
    PurposeOfUse requested = PurposeOfUse.of(context.purposeOfUse());
    return purposes.isEmpty()
        || purposes.stream().anyMatch(purpose -> purpose.covers(requested, type));
  }

  private boolean meansAction(ConsentContext context) {
    return actions.isEmpty() || actions.contains(context.action());
  }
}
