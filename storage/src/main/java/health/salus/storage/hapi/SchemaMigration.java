package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the database to this release's schema: HAPI's tables by HAPI's own migrator, ours (schema
 * {@code salus}, and indexes that HAPI lacks) by Flyway. Hibernate never changes a table.
 */
public final class SchemaMigration {
  /** The version of the newest file in the migration folder; a test compares the two. */
  static final String NEWEST = "7";

  private static final int CONNECTIONS = 4;

  private final DataSource dataSource;

  public SchemaMigration(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The pending steps of {@link #migrate()}, one line each, in order. Changes nothing. */
  public List<String> pending() {
    List<String> steps = new ArrayList<>();
    if (!hapiTableExists()) {
      steps.add("HAPI: create the schema");
    } else {
      hapiStorage()
          .diff(hapiTasks())
          .forEach(
              task ->
                  steps.add("HAPI " + task.getMigrationVersion() + ": " + task.getDescription()));
    }
    for (MigrationInfo info : flyway().info().pending()) {
      steps.add("Salus " + info.getVersion() + ": " + info.getDescription());
    }
    return steps;
  }

  /**
   * Runs every step that is missing. Safe to call from several nodes at once. HAPI takes two
   * connections for each of a thousand steps, so they are kept open meanwhile.
   */
  public void migrate() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource);
    config.setPoolName("salus-migration");
    config.setMaximumPoolSize(CONNECTIONS);
    try (HikariDataSource kept = new HikariDataSource(config)) {
      new SchemaMigration(kept).run();
    }
  }

  private void run() {
    HapiMigrator migrator =
        new HapiMigrator(
            SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME, dataSource, DriverTypeEnum.POSTGRES_9_4);
    migrator.createMigrationTableIfRequired();
    if (hapiStorage().diff(hapiTasks()).size() > 0) {
      migrator.addTasks(hapiTasks());
      migrator.migrate();
    }
    flyway().migrate();
  }

  /** Whether the newest of our migrations is in the database; one short query. */
  public boolean current() {
    try (Connection connection = dataSource.getConnection();
        ResultSet found =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT version FROM salus.flyway_schema_history WHERE success"
                        + " ORDER BY installed_rank DESC LIMIT 1")) {
      return found.next() && NEWEST.equals(found.getString(1));
    } catch (SQLException e) {
      return false;
    }
  }

  private HapiMigrationStorageSvc hapiStorage() {
    return new HapiMigrationStorageSvc(
        new HapiMigrationDao(
            dataSource, DriverTypeEnum.POSTGRES_9_4, SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME));
  }

  /** Heavyweight tasks are skipped by HAPI's default, so they are no part of what is pending. */
  private static MigrationTaskList hapiTasks() {
    MigrationTaskList tasks =
        new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(ca.uhn.fhir.util.VersionEnum.values());
    tasks.removeIf(task -> task.isHeavyweightSkippableTask());
    return tasks;
  }

  private boolean hapiTableExists() {
    try (Connection connection = dataSource.getConnection();
        ResultSet found =
            connection.createStatement().executeQuery("SELECT to_regclass('hfj_resource')")) {
      return found.next() && found.getString(1) != null;
    } catch (SQLException e) {
      throw new IllegalStateException("The schema cannot be read", e);
    }
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(dataSource)
        .defaultSchema("salus")
        .createSchemas(true)
        .locations("classpath:health/salus/storage/migration")
        .load();
  }
}
