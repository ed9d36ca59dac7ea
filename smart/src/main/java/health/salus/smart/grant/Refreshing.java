package health.salus.smart.grant;

/** The time for which a grant can give new access tokens. */
public enum Refreshing {
  NONE,
  /** Until the user's session ends. */
  ONLINE,
  /** Also when the user is away. */
  OFFLINE
}
