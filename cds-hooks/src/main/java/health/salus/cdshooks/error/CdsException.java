package health.salus.cdshooks.error;

/** A refused call. The message is sent to the caller and holds no patient data. */
public final class CdsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public CdsException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
