package health.salus.ml.view;

/** Thrown for an invalid ViewDefinition, or for a resource whose values the view does not allow. */
public final class ViewDefinitionException extends RuntimeException {
  public ViewDefinitionException(String message) {
    super(message);
  }

  public ViewDefinitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
