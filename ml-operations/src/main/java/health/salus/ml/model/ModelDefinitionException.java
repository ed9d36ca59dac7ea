package health.salus.ml.model;

import java.util.List;

/** An invalid model definition, with all its errors. */
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
