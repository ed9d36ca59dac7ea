package health.salus.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDefinitionLoaderTest {
  private static final Path SHIPPED = Path.of("../config/models");

  private final ModelDefinitionLoader loader = new ModelDefinitionLoader(FhirContext.forR4Cached());

  @TempDir private Path models;

  @Test
  void shippedDefinitionsAreValid() throws IOException {
    LoadedDefinitions loaded = loader.loadAll(SHIPPED);

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.definitions()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 0.1.0                      | versoin: 0.1.0            | version is missing
          labelling: incidence                | labelling: incidents      | outcome.labelling
          every: P1Y                          | every: yearly             | landmarks.every
            minimumAge: 18                    |   minimumAge: adult       | cohort.minimumAge
              aggregate: age                  |     aggregate: ages       | features[age].aggregate
          name: diabetes-2y                   | name: [diabetes-2y        | while parsing
          """)
  void aBrokenDefinitionIsLeftOutWithFileAndLine(String right, String wrong, String message)
      throws IOException {
    copy("heart-disease");
    copy("diabetes-2y");
    Path file = models.resolve("diabetes-2y/model.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));

    LoadedDefinitions loaded = loader.loadAll(models);

    assertThat(loaded.definitions())
        .extracting(definition -> definition.identity().name())
        .containsExactly("heart-disease");
    assertThat(loaded.faults())
        .anySatisfy(fault -> assertThat(fault).contains(message))
        .allSatisfy(
            fault ->
                assertThat(fault).startsWith(file + ", line ").doesNotContain(", line 0", "\n"));
  }

  @Test
  void theLineIsTheOneOfTheFault() throws IOException {
    copy("diabetes-2y");
    Path file = models.resolve("diabetes-2y/model.yaml");
    String text = Files.readString(file).replace("every: P1Y", "every: yearly");
    Files.writeString(file, text);
    int line = text.lines().toList().indexOf("  every: yearly") + 1;

    assertThat(loader.loadAll(models).faults())
        .singleElement()
        .asString()
        .startsWith(file + ", line " + line + ": landmarks.every");
  }

  private void copy(String name) throws IOException {
    Path target = Files.createDirectories(models.resolve(name));
    try (Stream<Path> files = Files.list(SHIPPED.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }
}
