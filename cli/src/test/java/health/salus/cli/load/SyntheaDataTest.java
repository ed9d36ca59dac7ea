package health.salus.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed data are whole: nothing in them refers to what is not there. */
class SyntheaDataTest {
  private static final Path DATA = Path.of("..", "examples", "synthea");

  @ParameterizedTest
  @CsvSource({"sample, 2909, 20", "cohort, 10767, 376"})
  void everyReferenceHasItsTarget(String folder, int resources, int patients) throws Exception {
    List<ObjectNode> entries = entries(DATA.resolve(folder));
    Set<String> names = new HashSet<>();
    Set<String> references = new TreeSet<>();
    for (ObjectNode entry : entries) {
      JsonNode resource = entry.path("resource");
      names.add(entry.at("/request/url").asText());
      for (JsonNode identifier : resource.path("identifier")) {
        names.add(
            "%s?identifier=%s|%s"
                .formatted(
                    resource.path("resourceType").asText(),
                    identifier.path("system").asText(),
                    identifier.path("value").asText()));
      }
      References.collect(resource, references);
    }
    references.removeAll(names);

    assertThat(references).isEmpty();
    assertThat(entries).hasSize(resources);
    assertThat(names.stream().filter(n -> n.startsWith("Patient/"))).hasSize(patients);
  }

  @Test
  void everyBundleFitsIntoOneRequest() throws Exception {
    for (String folder : List.of("sample", "cohort")) {
      for (Path file : files(DATA.resolve(folder))) {
        List<ImportPart> parts = new ArrayList<>();
        new ImportFile(file).read(600, parts::add);
        assertThat(parts).as(file.toString()).hasSize(1);
      }
    }
  }

  private static List<ObjectNode> entries(Path folder) throws Exception {
    List<ObjectNode> entries = new ArrayList<>();
    for (Path file : files(folder)) {
      new ImportFile(file).read(600, part -> entries.addAll(part.entries()));
    }
    return entries;
  }

  private static List<Path> files(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(ImportFile::isImportable).sorted().toList();
    }
  }
}
