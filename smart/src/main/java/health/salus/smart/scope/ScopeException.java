package health.salus.smart.scope;

/** Thrown for a scope value that is refused as a whole. The message holds nothing of the value. */
public final class ScopeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScopeException(String message) {
    super(message);
  }
}
