package health.salus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.salus.server.TestServer;
import health.salus.server.http.HttpConfig;
import health.salus.server.models.ModelsConfig;
import health.salus.server.smart.SmartConfig;
import health.salus.smart.oauth.BrandSettings;
import health.salus.smart.oauth.Lifetimes;
import health.salus.smart.oauth.RegistrationMode;
import health.salus.smart.provider.ProviderSettings;
import health.salus.smart.server.SmartMode;
import health.salus.smart.server.SmartSettings;
import health.salus.storage.hapi.DatabaseConfig;
import health.salus.storage.hapi.FhirConfig;
import health.salus.storage.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
  private static final Path DATA = Path.of("data");

  @TempDir private Path folder;

  @Test
  void shippedFileStatesTheDefaults() {
    ServerConfig shipped = read(TestServer.home().resolve("config/salus.yaml"), Map.of());
    ServerConfig defaults = read(folder.resolve("none.yaml"), Map.of());

    assertThat(shipped.server()).isEqualTo(defaults.server());
    assertThat(shipped.database()).isEqualTo(defaults.database());
    assertThat(shipped.fhir()).isEqualTo(defaults.fhir());
    assertThat(shipped.models()).isEqualTo(defaults.models());
    assertThat(shipped.smart()).isEqualTo(defaults.smart());
    assertThat(shipped.logFormat()).isEqualTo(defaults.logFormat());
    assertThat(shipped.encryption()).isEqualTo(defaults.encryption());
  }

  @Test
  void everySettingIsRead() throws IOException {
    ServerConfig config =
        read(
            file(
                """
                server: {host: 0.0.0.0, port: 9, baseUrl: "https://h/fhir", maxBodySize: 2MB, maxThreads: 9,
                  idleTimeout: 5s, gracePeriod: 250ms, allowedOrigins: [a]}
                database: {url: "jdbc:postgresql://h/d", user: u, password: "${PW}", poolSize: 5, connectionTimeout: 1s}
                fhir: {defaultPageSize: 2, maxPageSize: 3, maxTransactionEntries: 4, maxJsonDepth: 50, operations: [$validate]}
                models: {directory: m, default: d, warningPercent: 30}
                smart: {mode: brokered, provider: {name: N, issuer: "https://idp", clientId: i, clientSecret: "${IDP}",
                    usernameClaim: u, fhirUserClaim: f, rolesClaim: r, roles: ["a=b=admin"], audience: a, introspection: true},
                  sealingKey: "${SEAL}", accessTokenLifetime: 5m, offlineLifetime: 3000h, sessionIdle: 9m,
                  registration: nobody, loopbackKeySets: true, frameAncestors: "https://ehr", anonymousScope: user/*.rs,
                  brandName: H, brandWebsite: "https://h", brandCity: C, brandState: S}
                logFormat: json
                """),
            Map.of("PW", "secret", "SEAL", "ab".repeat(32), "IDP", "hush"));

    assertThat(config.smart())
        .isEqualTo(
            new SmartConfig(
                new SmartSettings(
                    SmartMode.BROKERED,
                    Optional.of(
                        new ProviderSettings(
                            "N",
                            "https://idp",
                            "i",
                            Optional.of("hush"),
                            new ProviderSettings.Claims("u", "f", "r", Map.of("a=b", "admin")),
                            Optional.of("a"),
                            true)),
                    new Lifetimes(Duration.ofMinutes(5), Duration.ofDays(125)),
                    Duration.ofMinutes(9),
                    RegistrationMode.NOBODY,
                    true,
                    "https://ehr",
                    new BrandSettings("H", "https://h", "C", "S"),
                    Optional.of("user/*.rs")),
                "ab".repeat(32)));

    assertThat(config.server())
        .isEqualTo(
            new HttpConfig(
                "0.0.0.0",
                9,
                "https://h/fhir",
                2L << 20,
                9,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                List.of("a")));
    assertThat(config.database())
        .isEqualTo(
            new DatabaseConfig("jdbc:postgresql://h/d", "u", "secret", 5, Duration.ofSeconds(1)));
    assertThat(config.fhir()).isEqualTo(new FhirConfig(2, 3, 4, 50, List.of("$validate")));
    assertThat(config.models()).isEqualTo(new ModelsConfig("m", "d", 30));
    assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
  }

  @Test
  void everyFaultIsReportedAtOnceAndByName() throws IOException {
    Path file =
        file(
            """
            server: {port: 70000, bind: x, idleTimeout: soon}
            database: {url: "jdbc:h2:mem", password: plain}
            fhir: {operations: [validate], pageSize: 1}
            logFormat: xml
            hapi: {x: 1}
            """);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(file, Map.of()))
        .satisfies(
            e ->
                assertThat(String.join("\n", e.faults()))
                    .contains(
                        "server.port must be a whole number from 0 to 65535 but is 70000",
                        "retired setting server.bind",
                        "server.idleTimeout must be a duration",
                        "database.url must start with jdbc:postgresql://",
                        "database.password is a secret",
                        "fhir.operations holds validate",
                        "unknown setting fhir.pageSize",
                        "logFormat must be one of",
                        "retired setting hapi")
                    .doesNotContain("plain"));
  }

  @Test
  void passwordIsNeverPrinted() throws IOException {
    ServerConfig config =
        read(
            file("database: {url: 'jdbc:postgresql://h/d', user: u, password: '${PW}'}"),
            Map.of("PW", "s3cret"));

    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void missingVariableAndBrokenYamlAreNamed() throws IOException {
    Path missing = file("database: {password: '${NOT_THERE}'}");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "server: [");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(missing, Map.of()))
        .withMessageContaining("NOT_THERE");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(broken, Map.of()))
        .withMessageContaining("no valid YAML at line");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("salus.yaml"), text);
  }

  private static ServerConfig read(Path file, Map<String, String> environment) {
    return ServerConfig.read(file, DATA, environment::get);
  }

  @Test
  void missingFolderOfSettingsIsRefusedByName() {
    Path missing = Path.of("/nowhere/config");

    assertThatThrownBy(
            () -> ServerConfig.read(missing.resolve("salus.yaml"), Path.of("data"), name -> null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/nowhere/config does not exist");
  }
}
