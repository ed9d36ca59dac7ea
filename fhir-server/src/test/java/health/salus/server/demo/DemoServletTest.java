package health.salus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoServletTest {
  private static final Path FILES =
      Path.of("src/main/resources/health/salus/server/demo").toAbsolutePath();

  @Test
  void everyFileOfTheDemoIsServedAndNoOther() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      Set<String> present =
          files
              .filter(Files::isRegularFile)
              .map(file -> "/" + FILES.relativize(file))
              .collect(Collectors.toSet());

      assertThat(DemoServlet.FILES).containsExactlyInAnyOrderElementsOf(present);
    }
  }

  @Test
  void everyImportNamesAFileThatIsServed() throws IOException {
    Pattern imports = Pattern.compile("from '([^']+)'");
    for (String file : DemoServlet.FILES) {
      Path path = FILES.resolve(file.substring(1));
      Matcher matcher = imports.matcher(Files.readString(path));
      while (matcher.find()) {
        Path target = path.resolveSibling(matcher.group(1)).normalize();

        assertThat(DemoServlet.FILES).contains("/" + FILES.relativize(target));
      }
    }
  }
}
