package health.salus.smart.user;

/** How an attempt to log in ended. */
public sealed interface LoginResult {
  record LoggedIn(User user) implements LoginResult {}

  /** Wrong name, password or code; which of them is not said. */
  record Refused() implements LoginResult {}

  /** Too many attempts; nothing was checked. */
  record Wait() implements LoginResult {}
}
