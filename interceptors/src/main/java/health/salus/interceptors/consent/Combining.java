package health.salus.interceptors.consent;

/** Which consent of a patient wins when several say something about the same resource. */
public enum Combining {
  /** One that denies. */
  DENY_OVERRIDES,
  /** The one with the newest {@code dateTime}. */
  MOST_RECENT,
  /** The one whose matching provision is nested deepest; among equals one that denies. */
  MOST_SPECIFIC
}
