package health.salus.ml.model;

/** Thrown for bytes that are no model of this format, or no model of the given definition. */
public final class ModelFormatException extends RuntimeException {
  public ModelFormatException(String message) {
    super(message);
  }
}
