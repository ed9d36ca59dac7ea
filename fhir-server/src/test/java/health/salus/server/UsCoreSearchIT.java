package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Map<String, String>> parameterTypes = new HashMap<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private int passedRows;

  @Test
  void everySearchOfUsCoreFindsWhatIsStored() throws IOException {
    Path folder = TestServer.home().resolve("../shared/data/us-core").normalize();
    assumeThat(folder).as("US Core's requirements, which are not here").exists();
    UsCoreData data = UsCoreData.load(server, folder);
    readParameterTypes();
    List<UsCoreRow> rows = UsCoreRow.read(folder.resolve("us-core-6.1.0-requirements.tsv"));
    data.addProvenance(rows.stream().map(UsCoreRow::type).distinct().toList());

    for (UsCoreRow row : rows) {
      int before = wrong.size();
      String reason = check(row, data);
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
  private String check(UsCoreRow row, UsCoreData data) {
    return switch (row.kind()) {
      case "revinclude" -> checkReverseInclude(row, data);
      case "include" -> checkInclude(row, data);
      default -> checkSearch(row, data);
    };
  }

  private String checkSearch(UsCoreRow row, UsCoreData data) {
    Map<String, String> known = parameterTypes.getOrDefault(row.type(), Map.of());
    for (String parameter : row.parameters()) {
      if (!known.containsKey(parameter)) {
        return "FHIR R4 has no parameter " + parameter;
      }
    }
    List<JsonNode> seeds =
        data.all(row.type()).stream()
            .filter(
                resource ->
                    row.parameters().stream()
                        .noneMatch(name -> example(row, resource, name).isEmpty()))
            .limit(SEEDS)
            .toList();
    if (seeds.isEmpty()) {
      return data.all(row.type()).isEmpty() ? "nothing stored" : "no resource has all elements";
    }
    for (JsonNode seed : seeds) {
      for (Map<String, String> query : queries(row, seed)) {
        ask(row, query, data);
      }
    }
    return "";
  }

  private void ask(UsCoreRow row, Map<String, String> query, UsCoreData data) {
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
          .allMatch(part -> matches(row, resource, part.getKey(), part.getValue()))) {
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

  /** The ways in which a row may be asked with the values of one resource. */
  private List<Map<String, String>> queries(UsCoreRow row, JsonNode seed) {
    Map<String, String> whole = new LinkedHashMap<>();
    Map<String, String> bare = new LinkedHashMap<>();
    for (String name : row.parameters()) {
      String value = example(row, seed, name).orElseThrow();
      whole.put(name, value);
      bare.put(name, bare(row, name, value));
    }
    List<Map<String, String>> queries = new ArrayList<>(List.of(whole, bare));
    for (String name : row.repeated()) {
      queries.add(with(whole, name, whole.get(name) + ",unknown,completed,active,final"));
    }
    for (String name : row.comparators()) {
      for (String comparator : List.of("gt", "ge", "lt", "le")) {
        queries.add(with(whole, name, comparator + whole.get(name)));
        queries.add(with(whole, name, comparator + bare.get(name)));
      }
    }
    return queries;
  }

  private static Map<String, String> with(Map<String, String> query, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    changed.put(name, value);
    return changed;
  }

  /** A value of this resource as a search would give it in full. */
  private Optional<String> example(UsCoreRow row, JsonNode resource, String parameter) {
    if (parameter.equals("_id")) {
      return Optional.of(resource.path("id").asText());
    }
    String type = parameterTypes.get(row.type()).get(parameter);
    return row.values(resource, parameter).stream()
        .flatMap(
            value ->
                switch (type) {
                  case "token" ->
                      StoredValues.tokens(value).stream()
                          .map(token -> token.startsWith("|") ? token.substring(1) : token);
                  case "date" ->
                      value.isTextual()
                          ? java.util.stream.Stream.of(value.asText())
                          : java.util.stream.Stream.of(value.path("start").asText());
                  case "string" -> StoredValues.texts(value).stream();
                  default ->
                      java.util.stream.Stream.of(
                          value.isTextual() ? value.asText() : value.path("reference").asText());
                })
        .filter(text -> !text.isEmpty() && text.matches("[^,$\\\\]*"))
        .findFirst();
  }

  /** The same value in its short form: without type, system or time of day. */
  private String bare(UsCoreRow row, String parameter, String value) {
    return switch (parameterTypes.get(row.type()).getOrDefault(parameter, "")) {
      case "token" -> value.substring(value.indexOf('|') + 1);
      case "reference" ->
          value.startsWith("http") ? value : value.substring(value.indexOf('/') + 1);
      case "date" -> value.substring(0, Math.min(10, value.length()));
      case "string" -> value.substring(0, Math.min(4, value.length())).strip();
      default -> value;
    };
  }

  private boolean matches(UsCoreRow row, JsonNode resource, String parameter, String asked) {
    if (parameter.equals("_id")) {
      return resource.path("id").asText().equals(asked);
    }
    String type = parameterTypes.get(row.type()).get(parameter);
    for (JsonNode value : row.values(resource, parameter)) {
      for (String one : asked.split(",", -1)) {
        if (matches(type, value, one)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(String type, JsonNode value, String asked) {
    return switch (type) {
      case "token" -> StoredValues.hasToken(value, asked);
      case "string" -> StoredValues.startsWith(value, asked);
      case "date" -> {
        boolean compared = Character.isLetter(asked.charAt(0));
        TimeSpan searched = TimeSpan.of(compared ? asked.substring(2) : asked);
        String comparator = compared ? asked.substring(0, 2) : "eq";
        yield TimeSpan.of(value).filter(stored -> searched.matches(comparator, stored)).isPresent();
      }
      default -> {
        String reference = value.isTextual() ? value.asText() : value.path("reference").asText();
        yield reference.equals(asked) || reference.endsWith("/" + asked);
      }
    };
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

  private void readParameterTypes() {
    for (JsonNode resource : TestServer.json(server.get("metadata")).at("/rest/0/resource")) {
      Map<String, String> types = new HashMap<>(Map.of("_id", "token"));
      resource
          .path("searchParam")
          .forEach(each -> types.put(each.path("name").asText(), each.path("type").asText()));
      parameterTypes.put(resource.path("type").asText(), types);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
