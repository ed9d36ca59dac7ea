package health.salus.storage.setting;

/**
 * The server cannot start or go on, and the person at the keyboard can do something about it. The
 * message is one line that says what.
 */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
