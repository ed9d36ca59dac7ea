package health.salus.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of US Core's requirements.
 *
 * @param paths where each parameter's values stand, by its name
 * @param comparators parameters that must understand gt, ge, lt and le
 * @param repeated parameters that must understand values joined by commas
 */
record UsCoreRow(
    String type,
    String kind,
    String name,
    Map<String, String> paths,
    List<String> comparators,
    List<String> repeated) {
  private static final Pattern DETAIL = Pattern.compile("([\\w-]+)@(.+?)<[^>]*>(\\{.*?\\})?(; |$)");

  static List<UsCoreRow> read(Path file) throws IOException {
    List<UsCoreRow> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", -1);
      if (List.of("search", "include", "revinclude").contains(cells[2])) {
        rows.add(
            new UsCoreRow(
                cells[0],
                cells[2],
                cells[3],
                paths(cells[6]),
                named(cells[4], ":comparators"),
                named(cells[4], ":multipleOr")));
      }
    }
    return rows;
  }

  private static Map<String, String> paths(String detail) {
    Map<String, String> paths = new LinkedHashMap<>();
    Matcher matcher = DETAIL.matcher(detail);
    while (matcher.find()) {
      paths.put(matcher.group(1), matcher.group(2));
    }
    return paths;
  }

  private static List<String> named(String cell, String mark) {
    List<String> names = new ArrayList<>();
    for (String part : cell.split("; ", -1)) {
      if (part.contains(mark)) {
        names.add(part.substring(0, part.indexOf(mark)));
      }
    }
    return names;
  }

  List<String> parameters() {
    return List.of(name.split("\\+", -1));
  }

  /** What a resource holds for a parameter. */
  List<JsonNode> values(JsonNode resource, String parameter) {
    return StoredValues.at(resource, paths.getOrDefault(parameter, type + ".nosuch"));
  }
}
