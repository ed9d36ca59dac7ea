package health.salus.server.models;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelFormat;
import health.salus.ml.model.ModelStore;
import health.salus.ml.model.ModelTrainer;
import health.salus.ml.model.StoredModel;
import health.salus.ml.model.TrainedModel;
import health.salus.storage.hapi.PatientIdsAsSystem;
import java.time.Clock;

/** Trains a defined model on the records stored here and keeps it. Thread-safe. */
public final class ModelTraining {
  private final DaoRegistry daos;
  private final PatientIdsAsSystem patientIds;
  private final ModelStore store;
  private final Clock clock;

  public ModelTraining(
      DaoRegistry daos, PatientIdsAsSystem patientIds, ModelStore store, Clock clock) {
    this.patientIds = patientIds;
    this.daos = daos;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Trains now and returns once the model is kept.
   *
   * @throws health.salus.ml.model.TrainingFailedException if the stored records do not suffice
   */
  public TrainedModel train(ModelDefinition definition) {
    String source =
        definition.use().syntheticData()
            ? "synthetic patients stored in this server"
            : "patients stored in this server";
    TrainedModel trained =
        new ModelTrainer(clock)
            .train(definition, new CohortAsSystem(daos, patientIds, definition.needs()), source);
    byte[] bytes = new ModelFormat().write(trained);
    store.save(
        StoredModel.of(
            definition.identity().name(), definition.identity().version(), bytes, clock.instant()));
    return trained;
  }
}
