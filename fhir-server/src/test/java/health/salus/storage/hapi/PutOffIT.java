package health.salus.storage.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import health.salus.storage.sealing.Sealing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.codesystems.V3ActCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.repository.query.RepositoryQuery;

/** What a start no longer checks holds for the libraries of this release. */
class PutOffIT {
  @TempDir private Path data;

  @Test
  void everyQueryOfHapiCanBeParsed() {
    ServerConfig config =
        ServerConfig.read(TestServer.home().resolve("config/salus.yaml"), data, System::getenv);

    try (DataFolder folder = DataFolder.take(data);
        Database database = Database.open(config.database(), folder)) {
      new SchemaMigration(database.migrationDataSource()).migrate();
      try (Sealing sealing =
              Sealing.open(
                  config.encryption(),
                  database.keyDataSource(),
                  database.dataSource(),
                  data,
                  Clock.systemUTC());
          FhirStorage storage =
              FhirStorage.start(config.fhir(), database.dataSource(), folder, sealing)) {
        List<RepositoryQuery> queries =
            storage.repositories().stream().map(LazyQueries::parsed).flatMap(List::stream).toList();

        assertThat(queries).hasSizeGreaterThan(200).doesNotContainNull();
      }
    }
  }

  @Test
  void everyActCodeOfTheModelIsOneOfTheCodeSystem() {
    CodeSystem system =
        (CodeSystem)
            new DefaultProfileValidationSupport(FhirContext.forR4Cached())
                .fetchCodeSystem(ResourceFacts.ACT_CODE);

    Set<String> model =
        Arrays.stream(V3ActCode.values())
            .filter(code -> code != V3ActCode.NULL)
            .map(V3ActCode::toCode)
            .collect(Collectors.toSet());

    assertThat(codes(system.getConcept())).containsAll(model);
  }

  private static Set<String> codes(Collection<ConceptDefinitionComponent> concepts) {
    return concepts.stream()
        .flatMap(
            concept ->
                Stream.concat(Stream.of(concept.getCode()), codes(concept.getConcept()).stream()))
        .collect(Collectors.toSet());
  }
}
