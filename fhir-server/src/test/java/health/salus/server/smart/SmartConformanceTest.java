package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/smart-conformance.md names tests that exist, and counts right. */
class SmartConformanceTest {
  private static final Pattern ROW = Pattern.compile("\\| ([\\d, ]+) \\| .* \\| (.*) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern COUNTS =
      Pattern.compile("(\\d+) requirements: (\\d+) shown by tests, (\\d+) by a stated reason\\.");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    int named = 0;
    Matcher tests = TEST.matcher(document());
    while (tests.find()) {
      named++;
      String source = source(tests.group(1)).orElseThrow(() -> new AssertionError(tests.group()));
      assertThat(source).as(tests.group()).contains(" " + tests.group(2) + "(");
    }
    assertThat(named).isGreaterThan(60);
  }

  @Test
  void countsAreRightAndNoNumberStandsTwice() throws IOException {
    List<String> numbers = new ArrayList<>();
    int reasons = 0;
    for (String line : document().lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> ids = List.of(row.group(1).split(", ", -1));
        numbers.addAll(ids);
        reasons += row.group(2).startsWith("reason: ") ? ids.size() : 0;
      }
    }
    Matcher counts = COUNTS.matcher(document());

    assertThat(counts.find()).isTrue();
    assertThat(numbers).doesNotHaveDuplicates().hasSize(Integer.parseInt(counts.group(1)));
    assertThat(counts.group(2)).isEqualTo(String.valueOf(numbers.size() - reasons));
    assertThat(counts.group(3)).isEqualTo(String.valueOf(reasons));
  }

  private static String document() throws IOException {
    return Files.readString(TestServer.home().resolve("docs/smart-conformance.md"));
  }

  private static Optional<String> source(String test) throws IOException {
    for (String module : List.of("fhir-server", "smart")) {
      Path tests = TestServer.home().resolve(module).resolve("src/test/java");
      try (Stream<Path> files = Files.walk(tests)) {
        Optional<Path> found = files.filter(file -> file.endsWith(test + ".java")).findFirst();
        if (found.isPresent()) {
          return Optional.of(Files.readString(found.get()));
        }
      }
    }
    return Optional.empty();
  }
}
