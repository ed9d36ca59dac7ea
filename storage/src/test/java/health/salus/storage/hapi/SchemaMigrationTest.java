package health.salus.storage.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {

  @Test
  void newestVersionIsThatOfTheNewestFile() throws IOException {
    Path folder = Path.of("src/main/resources/health/salus/storage/migration");
    try (Stream<Path> files = Files.list(folder)) {
      List<Integer> versions =
          files
              .map(file -> file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"))
              .map(Integer::valueOf)
              .sorted(Comparator.reverseOrder())
              .toList();
      assertThat(SchemaMigration.NEWEST).isEqualTo(versions.get(0).toString());
    }
  }
}
