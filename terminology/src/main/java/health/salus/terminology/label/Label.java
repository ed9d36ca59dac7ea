package health.salus.terminology.label;

/**
 * A security label.
 *
 * @param system of v3-ActCode or v3-Confidentiality
 */
public record Label(String system, String code) {
  /** As {@code system|code}. */
  @Override
  public String toString() {
    return system + "|" + code;
  }
}
