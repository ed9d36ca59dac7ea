package health.salus.server.part;

import health.salus.server.config.ServerConfig;
import health.salus.server.consent.ConsentLog;
import health.salus.server.label.LabelRulesFile;
import health.salus.server.label.RelabelJob;
import health.salus.server.label.RelabelStore;
import health.salus.storage.facts.FactsRebuild;
import health.salus.storage.facts.StoredFacts;
import health.salus.storage.forget.Forgetting;
import health.salus.storage.forget.ForgottenWatch;
import health.salus.storage.hapi.AccessFacts;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import health.salus.storage.hapi.FhirStorage;
import health.salus.storage.hapi.SchemaMigration;
import health.salus.storage.sealing.Sealing;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * The first part: the data folder, the database with its schema, the keys, and HAPI's storage over
 * them.
 */
public record Storage(
    DataFolder folder,
    Database database,
    SchemaMigration schema,
    Sealing sealing,
    Forgetting forgetting,
    FhirStorage fhir,
    StoredFacts facts) {

  /** Opens it; a patient whom a backup brought back is forgotten before anything is answered. */
  public static Storage open(
      ServerConfig config, Clock clock, Closing closing, StartPhases phases) {
    DataFolder folder = closing.later(() -> DataFolder.take(config.data()));
    Database database = closing.later(() -> Database.open(config.database(), folder));
    phases.done("database");
    SchemaMigration schema = new SchemaMigration(database.migrationDataSource());
    schema.migrate();
    phases.done("schema");
    DataSource dataSource = database.dataSource();
    Sealing sealing =
        closing.later(
            () ->
                Sealing.open(
                    config.encryption(),
                    database.keyDataSource(),
                    dataSource,
                    folder.path(),
                    clock));
    Forgetting forgetting = Forgetting.open(sealing.keys(), dataSource, folder.path(), clock);
    phases.done("keys");
    FhirStorage fhir =
        closing.later(() -> FhirStorage.start(config.fhir(), dataSource, folder, sealing));
    phases.done("storage");
    return new Storage(
        folder, database, schema, sealing, forgetting, fhir, AccessFacts.stored(fhir, dataSource));
  }

  public DataSource dataSource() {
    return database.dataSource();
  }

  /** Compares the access facts with the resources, and writes those that are missing. */
  public FactsRebuild factsRebuild() {
    return AccessFacts.rebuild(fhir, dataSource(), ConsentLog.followers());
  }

  /** Starts the jobs beside the requests; the gates must be in place. */
  void startJobs(ServerConfig config, Policies policies, Closing closing) {
    closing.later(() -> sealing.eventsAsSystem(fhir.daos()));
    ForgottenWatch watch = forgetting.watch();
    closing.later(() -> Background.run("forgotten", watch, watch::stop));
    RelabelJob relabelling =
        new RelabelJob(
            new RelabelStore(dataSource()),
            fhir.daos(),
            policies.labels(),
            LabelRulesFile.version(config.labels()));
    closing.later(() -> Background.run("relabelling", relabelling, relabelling::stop));
  }
}
