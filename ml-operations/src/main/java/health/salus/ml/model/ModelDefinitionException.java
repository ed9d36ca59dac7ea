package health.salus.ml.model;

import java.util.List;

/** A definition is wrong; all errors are told at once. */
public final class ModelDefinitionException extends RuntimeException {
  private final List<String> errors;

  public ModelDefinitionException(List<String> errors) {
    super(String.join(System.lineSeparator(), errors));
    this.errors = List.copyOf(errors);
  }

  public List<String> errors() {
    return errors;
  }
}
