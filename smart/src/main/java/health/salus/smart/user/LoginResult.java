package health.salus.smart.user;

/** The result of a login. */
public sealed interface LoginResult {
  record LoggedIn(User user) implements LoginResult {}

  /** Wrong name, password or code; the result does not say which. */
  record Refused() implements LoginResult {}

  /** Too many attempts; nothing was checked. */
  record Wait() implements LoginResult {}
}
