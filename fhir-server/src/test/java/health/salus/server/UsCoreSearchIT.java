package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every search that US Core 6.1.0 asks for, with values that are stored, against a second opinion:
 * what is found is what the JSON of all stored resources says, no more and no less.
 */
class UsCoreSearchIT {
  private static final int SEEDS = 2;

  private final TestServer server = TestServer.shared();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private int passedRows;

  @Test
  void everySearchOfUsCoreFindsWhatIsStored() throws IOException {
    Path folder = TestServer.home().resolve("../shared/data/us-core").normalize();
    assumeThat(folder).as("US Core's requirements, which are not here").exists();
    UsCoreData data = UsCoreData.load(server, folder);
    UsCoreQueries queries = UsCoreQueries.read(TestServer.json(server.get("metadata")));
    List<UsCoreRow> rows = UsCoreRow.read(folder.resolve("us-core-6.1.0-requirements.tsv"));
    data.addProvenance(rows.stream().map(UsCoreRow::type).distinct().toList());

    for (UsCoreRow row : rows) {
      int before = wrong.size();
      String reason = check(row, data, queries);
      if (!reason.isEmpty()) {
        skipped.merge(row.type() + " " + row.name() + ": " + reason, 1, Integer::sum);
      } else if (wrong.size() == before) {
        passedRows++;
      }
    }

    System.out.printf(
        "US Core: %d rows, %d passed by %d searches, %d skipped%n",
        rows.size(), passedRows, asked.size(), skipped.values().stream().mapToInt(n -> n).sum());
    skipped.forEach((reason, count) -> System.out.println("  skipped " + reason + " x" + count));
    wrong.forEach(line -> System.out.println("  WRONG " + line));
    assertThat(wrong).isEmpty();
    assertThat(passedRows).isGreaterThan(200);
  }

  /** Why this row cannot be checked, or an empty text. */
  private String check(UsCoreRow row, UsCoreData data, UsCoreQueries queries) {
    return switch (row.kind()) {
      case "revinclude" -> checkReverseInclude(row, data);
      case "include" -> checkInclude(row, data);
      default -> checkSearch(row, data, queries);
    };
  }

  private String checkSearch(UsCoreRow row, UsCoreData data, UsCoreQueries queries) {
    for (String parameter : row.parameters()) {
      if (!queries.knows(row, parameter)) {
        return "FHIR R4 has no parameter " + parameter;
      }
    }
    List<JsonNode> seeds =
        data.all(row.type()).stream()
            .filter(
                resource ->
                    row.parameters().stream()
                        .noneMatch(name -> queries.example(row, resource, name).isEmpty()))
            .limit(SEEDS)
            .toList();
    if (seeds.isEmpty()) {
      return data.all(row.type()).isEmpty() ? "nothing stored" : "no resource has all elements";
    }
    for (JsonNode seed : seeds) {
      for (Map<String, String> query : queries.of(row, seed)) {
        ask(row, query, data, queries);
      }
    }
    return "";
  }

  private void ask(
      UsCoreRow row, Map<String, String> query, UsCoreData data, UsCoreQueries queries) {
    String text =
        query.entrySet().stream()
            .map(part -> part.getKey() + "=" + encode(part.getValue()))
            .collect(Collectors.joining("&"));
    if (!asked.add(row.type() + "?" + text)) {
      return;
    }
    Set<String> expected = new TreeSet<>();
    for (JsonNode resource : data.all(row.type())) {
      if (query.entrySet().stream()
          .allMatch(part -> queries.matches(row, resource, part.getKey(), part.getValue()))) {
        expected.add(resource.path("id").asText());
      }
    }
    List<JsonNode> found = data.entries(row.type() + "?" + text + "&_count=100");
    compare(row.type() + "?" + text, expected, found);
    if (asked.size() % 3 == 0) {
      JsonNode posted =
          TestServer.json(
              server.post(
                  row.type() + "/_search",
                  text + "&_count=500",
                  "Content-Type",
                  "application/x-www-form-urlencoded"));
      List<JsonNode> byPost = new ArrayList<>();
      posted.path("entry").forEach(entry -> byPost.add(entry.path("resource")));
      if (expected.size() <= 500) {
        compare("POST " + row.type() + "?" + text, expected, byPost);
      }
    }
  }

  private void compare(String search, Set<String> expected, List<JsonNode> found) {
    List<String> ids = found.stream().map(resource -> resource.path("id").asText()).toList();
    if (ids.size() != expected.size() || !expected.equals(new TreeSet<>(ids))) {
      Set<String> missing = new TreeSet<>(expected);
      ids.forEach(missing::remove);
      Set<String> extra = new TreeSet<>(ids);
      extra.removeAll(expected);
      wrong.add(
          "%s: expected %d, found %d; missing %s, too many %s"
              .formatted(
                  search,
                  expected.size(),
                  ids.size(),
                  missing.stream().limit(3).toList(),
                  extra.stream().limit(3).toList()));
    }
  }

  private String checkReverseInclude(UsCoreRow row, UsCoreData data) {
    if (data.all(row.type()).isEmpty()) {
      return "nothing stored";
    }
    String id = data.all(row.type()).get(0).path("id").asText();
    Set<String> expected = new TreeSet<>(Set.of(id));
    data.provenanceOf(row.type()).forEach(each -> expected.add(each.path("id").asText()));
    String search = row.type() + "?_id=" + id + "&_revinclude=Provenance:target";
    asked.add(search);
    compare(search, expected, data.entries(search));
    return "";
  }

  private String checkInclude(UsCoreRow row, UsCoreData data) {
    List<String> parts = List.of(row.name().split(":", -1));
    String path =
        parts.get(1).equals("participant")
            ? "CareTeam.participant.member"
            : parts.get(0) + "." + parts.get(1);
    String prefix = parts.size() > 2 ? parts.get(2) + "/" : "";
    for (JsonNode resource : data.all(row.type())) {
      Set<String> expected = new TreeSet<>();
      for (JsonNode reference : StoredValues.at(resource, path)) {
        String target = reference.path("reference").asText();
        if (target.contains("/") && target.startsWith(prefix)) {
          expected.add(target.substring(target.indexOf('/') + 1));
        }
      }
      if (!expected.isEmpty()) {
        expected.add(resource.path("id").asText());
        String search =
            row.type() + "?_id=" + resource.path("id").asText() + "&_include=" + row.name();
        asked.add(search);
        compare(search, expected, data.entries(search));
        return "";
      }
    }
    return "no resource has such a reference";
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
