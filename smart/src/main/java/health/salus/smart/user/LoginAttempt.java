package health.salus.smart.user;

/**
 * What somebody typed.
 *
 * @param code of the second factor; may be empty
 * @param address from where
 */
public record LoginAttempt(String username, String password, String code, String address) {
  /** Without what was typed. */
  @Override
  public String toString() {
    return "LoginAttempt";
  }
}
