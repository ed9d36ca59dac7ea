package health.salus.server.models;

import ca.uhn.fhir.context.FhirContext;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelDefinitionException;
import health.salus.ml.model.ModelDefinitionLoader;
import health.salus.ml.predict.ModelCatalog;
import health.salus.storage.setting.ConfigException;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the model definitions of a deployment. */
public final class ModelFiles {
  private ModelFiles() {}

  /**
   * All definitions.
   *
   * @throws ConfigException with every fault of a definition
   * @throws StartFailure if the folder cannot be read
   */
  public static List<ModelDefinition> read(Path folder, FhirContext fhirContext) {
    try {
      return new ModelDefinitionLoader(fhirContext).loadAll(folder);
    } catch (ModelDefinitionException e) {
      throw new ConfigException(e.errors());
    } catch (IOException e) {
      throw new StartFailure("The model definitions in %s cannot be read.".formatted(folder), e);
    }
  }

  /**
   * The model of {@code $predict} when none is named.
   *
   * @throws StartFailure if there is no such model
   */
  public static ModelDefinition standard(ModelsConfig config, ModelCatalog models) {
    return models
        .definition(config.standard())
        .orElseThrow(() -> new StartFailure("models.default must be one of " + models.names()));
  }
}
