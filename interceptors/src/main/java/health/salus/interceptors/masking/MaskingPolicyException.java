package health.salus.interceptors.masking;

import java.util.List;

/** The masking policy is wrong; reports all faults at once. */
public final class MaskingPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public MaskingPolicyException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence per fault: the rule, what it says and what was expected. */
  public List<String> faults() {
    return faults;
  }
}
