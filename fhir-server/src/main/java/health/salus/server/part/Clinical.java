package health.salus.server.part;

import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import health.salus.cdshooks.risk.RiskCards;
import health.salus.cdshooks.risk.RiskPredictionService;
import health.salus.cdshooks.service.CdsService;
import health.salus.cdshooks.service.PatientData;
import health.salus.interceptors.auth.Callers;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelStore;
import health.salus.ml.predict.ModelCatalog;
import health.salus.ml.predict.PredictOperation;
import health.salus.server.cds.ModelRiskScorer;
import health.salus.server.cds.PatientDataAsCaller;
import health.salus.server.cds.PrefetchTemplates;
import health.salus.server.cds.RiskCardSettings;
import health.salus.server.config.ServerConfig;
import health.salus.server.http.ServerAddress;
import health.salus.server.models.CallerRecords;
import health.salus.server.models.DatabaseModelStore;
import health.salus.server.models.ModelFiles;
import health.salus.server.models.ModelTraining;
import health.salus.storage.hapi.FhirStorage;
import health.salus.storage.hapi.PatientIdsAsSystem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The fourth part: the models, and the CDS services that show them.
 *
 * @param patientData reads for a CDS service what its request did not send, as its caller
 */
public record Clinical(
    ModelCatalog models,
    ModelTraining training,
    PredictOperation predict,
    List<CdsService> cdsServices,
    Function<HttpServletRequest, PatientData> patientData) {

  /** Loads the models. */
  public static Clinical open(
      ServerConfig config, ModelFiles files, Storage storage, ServerAddress address, Clock clock) {
    FhirStorage fhir = storage.fhir();
    ModelStore modelStore = new DatabaseModelStore(storage.dataSource());
    ModelCatalog models = new ModelCatalog(files.definitions(), modelStore);
    return new Clinical(
        models,
        new ModelTraining(
            fhir.daos(), new PatientIdsAsSystem(storage.dataSource()), modelStore, clock),
        new PredictOperation(
            models, new CallerRecords(fhir.daos()), clock, config.models().standard()),
        files.standard().stream().map(one -> service(config, models, one, address, clock)).toList(),
        request ->
            new PatientDataAsCaller(
                fhir.daos(),
                fhir.fhirContext(),
                fhir.bean(MatchUrlService.class),
                Callers.of(request)));
  }

  private static CdsService service(
      ServerConfig config,
      ModelCatalog models,
      ModelDefinition standard,
      ServerAddress address,
      Clock clock) {
    return new RiskPredictionService(
        PrefetchTemplates.of(standard.needs()),
        address::fhirBase,
        new ModelRiskScorer(models, standard, address::root, clock),
        new RiskCards(RiskCardSettings.of(config.models()), clock, UUID::randomUUID));
  }
}
