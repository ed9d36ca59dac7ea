package health.salus.server.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.server.consent.ConsentConfig;
import health.salus.server.http.HttpConfig;
import health.salus.server.models.ModelsConfig;
import health.salus.server.smart.SmartConfig;
import health.salus.storage.hapi.DatabaseConfig;
import health.salus.storage.hapi.FhirConfig;
import health.salus.storage.sealing.EncryptionConfig;
import health.salus.storage.setting.ConfigException;
import health.salus.storage.setting.Secrets;
import health.salus.storage.setting.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every setting of the server, one record per block of {@code config/salus.yaml}. */
public record ServerConfig(
    HttpConfig server,
    DatabaseConfig database,
    FhirConfig fhir,
    ModelsConfig models,
    SmartConfig smart,
    ConsentConfig consent,
    LogFormat logFormat,
    Path masking,
    EncryptionConfig encryption,
    Path data,
    Path configDirectory) {

  /**
   * Reads the settings file. A missing file means the defaults.
   *
   * @param environment looks up an environment variable
   * @throws ConfigException with every fault of the file, not only the first
   */
  public static ServerConfig read(
      Path file, Path data, Function<String, @Nullable String> environment) {
    List<String> faults = new ArrayList<>();
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          List.of(
              "The folder of settings %s does not exist; name the file of settings with --config"
                  .formatted(folder)));
    }
    ObjectNode root = Settings.parse(file);
    Settings settings = new Settings("", root, new Secrets(environment), faults);
    ServerConfig config =
        new ServerConfig(
            HttpConfig.read(settings.block("server")),
            DatabaseConfig.read(settings.block("database")),
            FhirConfig.read(settings.block("fhir")),
            ModelsConfig.read(settings.block("models")),
            SmartConfig.read(settings.block("smart")),
            ConsentConfig.read(settings.block("consent")),
            settings.choice("logFormat", LogFormat.class, LogFormat.TEXT),
            file.toAbsolutePath().resolveSibling(settings.text("masking", "masking.yaml")),
            EncryptionConfig.read(
                file.toAbsolutePath()
                    .resolveSibling(settings.text("encryption", "encryption.yaml")),
                environment,
                faults),
            data,
            folder);
    settings.refuseUnknown();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return config;
  }

  /** The same settings on another port; 0 takes a free one. */
  public ServerConfig withPort(int port) {
    return new ServerConfig(
        server.withPort(port),
        database,
        fhir,
        models,
        smart,
        consent,
        logFormat,
        masking,
        encryption,
        data,
        configDirectory);
  }

  /** The same settings with another authorization server. */
  public ServerConfig withSmart(SmartConfig other) {
    return new ServerConfig(
        server,
        database,
        fhir,
        models,
        other,
        consent,
        logFormat,
        masking,
        encryption,
        data,
        configDirectory);
  }

  /** The same settings with other rules about consent. */
  public ServerConfig withConsent(ConsentConfig other) {
    return new ServerConfig(
        server,
        database,
        fhir,
        models,
        smart,
        other,
        logFormat,
        masking,
        encryption,
        data,
        configDirectory);
  }

  /** The same settings with another database. */
  public ServerConfig withDatabase(DatabaseConfig other) {
    return new ServerConfig(
        server,
        other,
        fhir,
        models,
        smart,
        consent,
        logFormat,
        masking,
        encryption,
        data,
        configDirectory);
  }

  /** The same settings with another encryption. */
  public ServerConfig withEncryption(EncryptionConfig other) {
    return new ServerConfig(
        server,
        database,
        fhir,
        models,
        smart,
        consent,
        logFormat,
        masking,
        other,
        data,
        configDirectory);
  }

  /** The file of label rules. */
  public Path labels() {
    return configDirectory.resolve("labels.yaml");
  }

  /** The folder of model definitions. */
  public Path modelFolder() {
    return configDirectory.resolve(models.directory());
  }
}
