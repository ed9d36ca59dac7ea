package health.salus.server.models;

import ca.uhn.fhir.context.FhirContext;
import health.salus.ml.model.LoadedDefinitions;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelDefinitionLoader;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model definitions of a deployment.
 *
 * @param definitions those that are valid
 * @param standard the model of {@code $predict} when none is named; empty if its definition is
 *     broken
 */
public record ModelFiles(List<ModelDefinition> definitions, Optional<ModelDefinition> standard) {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFiles.class);

  public ModelFiles {
    definitions = List.copyOf(definitions);
  }

  /**
   * Reads all definitions. A broken one is left out, with one line of log for each fault, and keeps
   * nothing else from working.
   *
   * @throws StartFailure if the folder cannot be read, or there is no model of the default's name
   */
  public static ModelFiles read(Path folder, ModelsConfig config) {
    LoadedDefinitions loaded;
    try {
      loaded = new ModelDefinitionLoader(FhirContext.forR4Cached()).loadAll(folder);
    } catch (IOException e) {
      throw new StartFailure("The model definitions in %s cannot be read.".formatted(folder), e);
    }
    loaded.faults().forEach(fault -> LOG.error("This model is left out: {}", fault));
    List<String> names =
        loaded.definitions().stream().map(definition -> definition.identity().name()).toList();
    Optional<ModelDefinition> standard =
        loaded.definitions().stream()
            .filter(definition -> definition.identity().name().equals(config.standard()))
            .findFirst();
    if (standard.isEmpty() && loaded.faults().isEmpty()) {
      throw new StartFailure("models.default must be one of " + names);
    }
    return new ModelFiles(loaded.definitions(), standard);
  }
}
