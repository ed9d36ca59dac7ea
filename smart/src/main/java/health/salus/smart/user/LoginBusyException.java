package health.salus.smart.user;

/** Thrown for too many simultaneous logins or too many failures: the caller must wait. */
public final class LoginBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginBusyException() {
    super("too many logins; try again later");
  }
}
