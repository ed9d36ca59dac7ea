package health.salus.smart.event;

/** The kinds of security events of the authorization server. */
public enum EventKind {
  LOGIN,
  LOGOUT,
  AUTHORIZATION,
  TOKEN,
  REFRESH,
  REUSE,
  REVOCATION,
  CLIENT_AUTHENTICATION,
  REGISTRATION,
  LAUNCH,
  USER_CHANGE,
  CLIENT_CHANGE
}
