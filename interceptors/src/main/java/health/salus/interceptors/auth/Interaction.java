package health.salus.interceptors.auth;

/**
 * An interaction that a scope can allow, in the order of the letters {@code cruds}.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     scopes</a>
 */
public enum Interaction {
  CREATE,
  READ,
  UPDATE,
  DELETE,
  SEARCH;

  /** The letter of this interaction in a scope. */
  public String letter() {
    return name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
  }
}
