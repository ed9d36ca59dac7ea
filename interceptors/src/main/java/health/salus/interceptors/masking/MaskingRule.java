package health.salus.interceptors.masking;

import health.salus.interceptors.auth.Caller;
import java.util.Set;

/**
 * One line of the masking policy.
 *
 * @param roles of callers; empty for all. Together with purposes both must match
 * @param purposes codes of v3-PurposeOfUse; empty for all
 * @param labels codes of {@code meta.security}, one of which a resource must carry; empty for all
 * @param type resource type, or {@link #ANY_TYPE} for every one that has the element
 * @param extensions URLs of extensions that repeat the element and go with it
 */
public record MaskingRule(
    String name,
    Set<String> roles,
    Set<String> purposes,
    Set<String> labels,
    String type,
    ElementPath path,
    MaskAction action,
    Set<String> extensions) {
  public static final String ANY_TYPE = "*";

  public MaskingRule {
    roles = Set.copyOf(roles);
    purposes = Set.copyOf(purposes);
    labels = Set.copyOf(labels);
    extensions = Set.copyOf(extensions);
  }

  boolean appliesTo(Caller caller) {
    return (roles.isEmpty() || roles.stream().anyMatch(caller::hasRole))
        && (purposes.isEmpty() || purposes.contains(caller.purposeOfUse()));
  }

  boolean appliesTo(Set<String> resourceLabels) {
    return labels.isEmpty() || labels.stream().anyMatch(resourceLabels::contains);
  }
}
