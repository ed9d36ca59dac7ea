package health.salus.interceptors.consent;

import java.util.List;
import java.util.Set;

/**
 * Why a caller may see a resource of a patient, or may not. It tells what a consent says, so it is
 * for those only who may see all of it.
 *
 * @param rules what was asked, in the order in which it counts
 * @param wouldChange what would turn a denial into a permission, each by itself; empty if it is
 *     none, or if nothing simple would
 */
public record ConsentExplanation(
    ProvisionType decision, Basis basis, List<ConsideredRule> rules, List<String> wouldChange) {
  public ConsentExplanation {
    rules = List.copyOf(rules);
    wouldChange = List.copyOf(wouldChange);
  }

  /** The same with this as what would change it. */
  ConsentExplanation changedBy(List<String> changes) {
    return new ConsentExplanation(decision, basis, rules, changes);
  }

  /** The basis of a decision. */
  public enum Basis {
    /** A provision that matched. */
    PROVISION,
    /** A permission that is limited to other data. */
    LIMIT,
    /** No consent said anything. */
    IMPLICIT_POLICY,
    /** A consent that could not be understood. */
    FAULT
  }

  /**
   * A provision that was asked.
   *
   * @param consentId logical id
   * @param path FHIRPath of the provision; {@code Consent.policyRule} for opting in or out
   * @param unmatched the criteria that kept it from matching; empty if it matched
   * @param decided whether the decision is by this one
   */
  public record ConsideredRule(
      String consentId,
      String path,
      ProvisionType type,
      Set<Dimension> unmatched,
      boolean decided) {
    public ConsideredRule {
      unmatched = Set.copyOf(unmatched);
    }

    public boolean matched() {
      return unmatched.isEmpty();
    }
  }
}
