package health.salus.smart.scope;

/** A scope value that is refused as a whole; the message holds nothing of it. */
public final class ScopeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScopeException(String message) {
    super(message);
  }
}
