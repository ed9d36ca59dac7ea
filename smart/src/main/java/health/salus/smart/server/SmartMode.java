package health.salus.smart.server;

/** The parties that log users in and issue tokens. */
public enum SmartMode {
  /** This server does both. */
  EMBEDDED,
  /** An OpenID Connect provider logs users in; this server issues the tokens. */
  BROKERED,
  /** A provider does both; this server only checks the tokens. */
  EXTERNAL
}
