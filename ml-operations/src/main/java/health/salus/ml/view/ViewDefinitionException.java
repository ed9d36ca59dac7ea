package health.salus.ml.view;

/** A ViewDefinition is wrong, or a resource gives it an answer that the view does not allow. */
public final class ViewDefinitionException extends RuntimeException {
  public ViewDefinitionException(String message) {
    super(message);
  }

  public ViewDefinitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
