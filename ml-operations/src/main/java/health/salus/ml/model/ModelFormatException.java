package health.salus.ml.model;

/** Bytes are not a model that this release can use, or not one for its definition. */
public final class ModelFormatException extends RuntimeException {
  public ModelFormatException(String message) {
    super(message);
  }
}
