package health.salus.ml.model;

import java.util.List;

/**
 * The model definitions of a folder.
 *
 * @param definitions those that are valid
 * @param faults one line for each fault of the others, with file and line
 */
public record LoadedDefinitions(List<ModelDefinition> definitions, List<String> faults) {
  public LoadedDefinitions {
    definitions = List.copyOf(definitions);
    faults = List.copyOf(faults);
  }
}
