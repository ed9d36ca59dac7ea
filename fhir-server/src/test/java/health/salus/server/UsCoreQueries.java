package health.salus.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes searches from the values of a resource, and says without the server what they must find.
 *
 * @param types type of each parameter (token, date, …), by resource type and name
 */
record UsCoreQueries(Map<String, Map<String, String>> types) {

  /** With the parameters that a CapabilityStatement lists. */
  static UsCoreQueries read(JsonNode capabilityStatement) {
    Map<String, Map<String, String>> types = new HashMap<>();
    for (JsonNode resource : capabilityStatement.at("/rest/0/resource")) {
      Map<String, String> ofOne = new HashMap<>(Map.of("_id", "token"));
      resource
          .path("searchParam")
          .forEach(each -> ofOne.put(each.path("name").asText(), each.path("type").asText()));
      types.put(resource.path("type").asText(), ofOne);
    }
    return new UsCoreQueries(types);
  }

  boolean knows(UsCoreRow row, String parameter) {
    return types.getOrDefault(row.type(), Map.of()).containsKey(parameter);
  }

  private String type(UsCoreRow row, String parameter) {
    return types.getOrDefault(row.type(), Map.of()).getOrDefault(parameter, "");
  }

  /** The ways in which a row may be asked with the values of one resource. */
  List<Map<String, String>> of(UsCoreRow row, JsonNode seed) {
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
  Optional<String> example(UsCoreRow row, JsonNode resource, String parameter) {
    if (parameter.equals("_id")) {
      return Optional.of(resource.path("id").asText());
    }
    String type = type(row, parameter);
    return row.values(resource, parameter).stream()
        .flatMap(
            value ->
                switch (type) {
                  case "token" ->
                      StoredValues.tokens(value).stream()
                          .map(token -> token.startsWith("|") ? token.substring(1) : token);
                  case "date" ->
                      Stream.of((value.isTextual() ? value : value.path("start")).asText());
                  case "string" -> StoredValues.texts(value).stream();
                  default ->
                      Stream.of(
                          value.isTextual() ? value.asText() : value.path("reference").asText());
                })
        .filter(text -> !text.isEmpty() && text.matches("[^,$\\\\]*"))
        .findFirst();
  }

  /** The same value in its short form: without type, system or time of day. */
  private String bare(UsCoreRow row, String parameter, String value) {
    return switch (type(row, parameter)) {
      case "token" -> value.substring(value.indexOf('|') + 1);
      case "reference" ->
          value.startsWith("http") ? value : value.substring(value.indexOf('/') + 1);
      case "date" -> value.substring(0, Math.min(10, value.length()));
      case "string" -> value.substring(0, Math.min(4, value.length())).strip();
      default -> value;
    };
  }

  boolean matches(UsCoreRow row, JsonNode resource, String parameter, String asked) {
    if (parameter.equals("_id")) {
      return resource.path("id").asText().equals(asked);
    }
    String type = type(row, parameter);
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
        String date = compared ? asked.substring(2) : asked;
        TimeSpan searched = TimeSpan.of(date);
        String comparator = compared ? asked.substring(0, 2) : "eq";
        yield TimeSpan.of(value, date.length() <= 10)
            .filter(stored -> searched.matches(comparator, stored))
            .isPresent();
      }
      default -> {
        String reference = value.isTextual() ? value.asText() : value.path("reference").asText();
        yield reference.equals(asked) || reference.endsWith("/" + asked);
      }
    };
  }
}
