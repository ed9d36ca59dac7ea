package health.salus.smart.event;

import java.util.Optional;

/**
 * One line of the record.
 *
 * @param detail why or what, in fixed words; never a secret, never what a stranger typed
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
