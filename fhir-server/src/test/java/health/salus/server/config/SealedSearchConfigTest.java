package health.salus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import health.salus.server.TestServer;
import health.salus.storage.index.SealedSearchConfig;
import health.salus.storage.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSearchConfigTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  @TempDir private Path folder;

  @Test
  void shippedElementsExistAndConcernWhoIsMeant() {
    SealedSearchConfig shipped =
        ServerConfig.read(TestServer.home().resolve("config/salus.yaml"), folder, name -> null)
            .encryption()
            .search();

    for (String type : List.of("Patient", "RelatedPerson", "Person", "Practitioner", "Claim")) {
      assertThat(shipped.policy(FHIR).all().concern(type)).as(type).isTrue();
    }
    assertThat(shipped.policy(FHIR).all().concern("ValueSet")).isFalse();
  }

  @Test
  void unknownElementsAreRefusedByName() {
    SealedSearchConfig config =
        new SealedSearchConfig(true, List.of("Patient.nmae", "Patint.name"), Set.of(), true);

    assertThatThrownBy(() -> config.policy(FHIR))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.faults())
                    .hasSize(2)
                    .allMatch(fault -> fault.startsWith("encryption.search.protected ")));
  }

  @Test
  void nothingNeedsToBeProtected() {
    assertThat(new SealedSearchConfig(true, List.of(), Set.of(), true).policy(FHIR).all().isEmpty())
        .isTrue();
  }

  @Test
  void everySettingIsReadAndUnknownOnesAreRefused() throws IOException {
    Files.writeString(
        folder.resolve("encryption.yaml"),
        "search: {enabled: false, protected: [Patient.name], labels: [PSY], prefixes: false}");
    Path file = Files.writeString(folder.resolve("salus.yaml"), "{}");

    assertThat(ServerConfig.read(file, folder, Map.<String, String>of()::get).encryption().search())
        .isEqualTo(new SealedSearchConfig(false, List.of("Patient.name"), Set.of("PSY"), false));

    Files.writeString(folder.resolve("encryption.yaml"), "search: {prefix: false}");
    assertThatThrownBy(() -> ServerConfig.read(file, folder, name -> null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("encryption.search.prefix");
  }
}
