package health.salus.smart.user;

/** Too many logins at once, or too many failures: the caller has to wait. */
public final class LoginBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginBusyException() {
    super("too many logins; try again later");
  }
}
