package health.salus.ml.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.salus.ml.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** The official cases of SQL on FHIR v2; docs/ml says how many pass. */
class OfficialSqlOnFhirCasesTest {
  private static final int FLOOR = 134;

  private final ObjectMapper json = new ObjectMapper();
  private final FhirContext context = FhirContext.forR4Cached();
  private final ViewCompiler compiler = new ViewCompiler(context);
  private final List<String> failures = new ArrayList<>();
  private int passed;

  @Test
  void officialCasesPass() throws IOException {
    Optional<Path> folder = SharedData.folder("sql-on-fhir-v2");
    assumeTrue(folder.isPresent(), "skipped: no shared/data/sql-on-fhir-v2 beside the project");

    try (Stream<Path> files = Files.list(folder.orElseThrow().resolve("tests"))) {
      for (Path file : files.sorted().toList()) {
        runAll(json.readTree(file.toFile()));
      }
    }

    System.out.printf("SQL on FHIR: %d of %d pass%n", passed, passed + failures.size());
    failures.forEach(failure -> System.out.println("  fails: " + failure));
    assertThat(passed).isGreaterThanOrEqualTo(FLOOR);
  }

  private void runAll(JsonNode file) {
    List<Resource> resources = new ArrayList<>();
    for (JsonNode resource : file.path("resources")) {
      resources.add((Resource) context.newJsonParser().parseResource(resource.toString()));
    }
    for (JsonNode test : file.path("tests")) {
      Optional<String> problem = problem(test, resources);
      if (problem.isEmpty()) {
        passed++;
      } else {
        failures.add(
            file.path("title").asText()
                + " / "
                + test.path("title").asText()
                + ": "
                + problem.get());
      }
    }
  }

  private Optional<String> problem(JsonNode test, List<Resource> resources) {
    boolean errorExpected = test.path("expectError").asBoolean(false);
    try {
      ViewDefinition view = compiler.compile(test.path("view"));
      List<Row> rows = view.rows(resources);
      if (errorExpected) {
        return Optional.of("no error");
      }
      List<String> columns = new ArrayList<>();
      test.path("expectColumns").forEach(column -> columns.add(column.asText()));
      if (!columns.isEmpty() && !columns.equals(view.columnNames())) {
        return Optional.of("columns " + view.columnNames());
      }
      return sameRows(rows, test.path("expect"))
          ? Optional.empty()
          : Optional.of("rows " + rows + " instead of " + test.path("expect"));
    } catch (ViewDefinitionException e) {
      return errorExpected ? Optional.empty() : Optional.of(e + " because " + e.getCause());
    }
  }

  /** The standard leaves the order of rows open. */
  private boolean sameRows(List<Row> rows, JsonNode expected) {
    List<JsonNode> left = new ArrayList<>();
    rows.forEach(row -> left.add(json.valueToTree(row.values())));
    for (JsonNode row : expected) {
      Optional<JsonNode> match = left.stream().filter(one -> sameRow(one, row)).findFirst();
      if (match.isEmpty()) {
        return false;
      }
      left.remove(match.get());
    }
    return left.isEmpty();
  }

  private static boolean sameRow(JsonNode row, JsonNode expected) {
    Set<String> names = new TreeSet<>();
    row.fieldNames().forEachRemaining(names::add);
    expected.fieldNames().forEachRemaining(names::add);
    return names.stream().allMatch(name -> sameValue(row.path(name), expected.path(name)));
  }

  private static boolean sameValue(JsonNode value, JsonNode expected) {
    if (value.isMissingNode() || value.isNull()) {
      return expected.isMissingNode() || expected.isNull();
    }
    if (value.isNumber() && expected.isNumber()) {
      return new BigDecimal(value.asText()).compareTo(new BigDecimal(expected.asText())) == 0;
    }
    return value.equals(expected);
  }
}
