package health.salus.smart.event;

import java.util.Optional;

/**
 * A security event of the authorization server.
 *
 * @param detail reason or subject, in fixed words; never a secret, never a stranger's input
 */
public record SecurityEvent(
    EventKind kind,
    boolean success,
    Optional<String> clientId,
    Optional<String> username,
    String detail) {

  public static SecurityEvent success(
      EventKind kind, Optional<String> clientId, Optional<String> username, String detail) {
    return new SecurityEvent(kind, true, clientId, username, detail);
  }

  public static SecurityEvent refusal(
      EventKind kind, Optional<String> clientId, Optional<String> username, String detail) {
    return new SecurityEvent(kind, false, clientId, username, detail);
  }
}
