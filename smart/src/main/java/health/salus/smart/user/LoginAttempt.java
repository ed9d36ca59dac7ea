package health.salus.smart.user;

/**
 * The input of a login.
 *
 * @param code of the second factor; may be empty
 * @param address address of the client
 */
public record LoginAttempt(String username, String password, String code, String address) {
  /** A text without the input. */
  @Override
  public String toString() {
    return "LoginAttempt";
  }
}
