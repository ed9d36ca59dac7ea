package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One consent, ready to decide.
 *
 * @param dateTime since when it is in force; {@link Instant#MIN} if it does not say
 * @param rules its provisions, the root first
 * @param faulty whether something in it could not be understood
 */
record CompiledConsent(String id, Instant dateTime, List<Rule> rules, boolean faulty) {
  CompiledConsent {
    rules = List.copyOf(rules);
  }

  boolean isInForce(Instant now) {
    return !dateTime.isAfter(now);
  }

  /** Its rules; of a faulty consent only the denials. */
  List<Rule> believed() {
    return faulty
        ? rules.stream().filter(rule -> rule.type() == ProvisionType.DENY).toList()
        : rules;
  }

  /** The rules that have a say in a request. */
  List<Rule> applying(ConsentContext context) {
    return isInForce(context.now())
        ? believed().stream().filter(rule -> rule.applies(context)).toList()
        : List.of();
  }

  /**
   * What the rules say that are nested this deep. A root that permits, and is met by the request,
   * limits what is permitted: it denies what no provision matches.
   *
   * @param rules those that have a say
   */
  static Vote at(int depth, List<Rule> rules) {
    List<FactPredicate> permits = new ArrayList<>();
    List<FactPredicate> denials = new ArrayList<>();
    boolean limits = false;
    for (Rule rule : rules) {
      if (rule.depth() == depth) {
        (rule.type() == ProvisionType.PERMIT ? permits : denials).add(rule.condition());
        limits |= rule.limits();
      }
    }
    Vote stated = new Vote(FactPredicate.any(permits), FactPredicate.any(denials));
    return limits ? stated.over(Vote.NO) : stated;
  }

  /** The vote of this consent on a request. */
  Vote saying(ConsentContext context) {
    List<Rule> applying = applying(context);
    List<Vote> levels = new ArrayList<>();
    for (int depth = depth(applying); depth >= 0; depth--) {
      levels.add(at(depth, applying));
    }
    return Vote.firstOf(levels);
  }

  /** How deep the deepest of these rules is nested; -1 if there is none. */
  static int depth(List<Rule> rules) {
    return rules.stream().mapToInt(Rule::depth).max().orElse(-1);
  }
}
