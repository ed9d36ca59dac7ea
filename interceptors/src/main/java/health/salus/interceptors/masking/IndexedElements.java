package health.salus.interceptors.masking;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which elements a search parameter looks at, read from its expression. What is not understood
 * counts as everything below the part that is.
 */
final class IndexedElements {
  private static final Set<String> BASES = Set.of("Resource", "DomainResource");
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w.'/])([A-Z]\\w*)((?:\\.[a-z]\\w*(?![\\w(]))*)"
              + "(?:\\s+as\\s+(\\w+)|\\.(?:as|ofType)\\((\\w+)\\))?");

  /** What is indexed of a data type; of others it is all that stands below. */
  private static final Map<String, List<String>> PARTS =
      Map.ofEntries(
          Map.entry("TOKEN CodeableConcept", List.of("coding.system", "coding.code")),
          Map.entry("TOKEN Coding", List.of("system", "code")),
          Map.entry("TOKEN Identifier", List.of("system", "value", "type.coding")),
          Map.entry("TOKEN ContactPoint", List.of("system", "value", "use")),
          Map.entry("REFERENCE Reference", List.of("reference")),
          Map.entry("DATE Period", List.of("start", "end")),
          Map.entry("DATE Timing", List.of("event", "repeat.bounds")),
          Map.entry("QUANTITY Quantity", List.of("value", "system", "code", "unit")),
          Map.entry("STRING HumanName", List.of("text", "family", "given", "prefix", "suffix")),
          Map.entry(
              "STRING Address",
              List.of("text", "line", "city", "district", "state", "country", "postalCode")));

  private IndexedElements() {}

  /**
   * Where a parameter looks.
   *
   * @param path names of elements
   * @param type the only data type of the last element that is looked at
   */
  record Place(List<String> path, Optional<String> type) {
    Place {
      path = List.copyOf(path);
    }
  }

  /** The places of a parameter in a resource type; empty if they cannot be told. */
  static List<Place> of(RuntimeSearchParam parameter, String resourceType) {
    List<Place> places = new ArrayList<>();
    for (String expression : parameter.getPathsSplitForResourceType(resourceType)) {
      Matcher matcher = PATH.matcher(expression.replaceAll("'[^']*'", "''"));
      boolean understood = false;
      while (matcher.find()) {
        if (matcher.group(1).equals(resourceType) || BASES.contains(matcher.group(1))) {
          if (matcher.group(2).isEmpty()) {
            return List.of();
          }
          understood = true;
          String type = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
          places.add(
              new Place(
                  List.of(matcher.group(2).substring(1).split("\\.", -1)),
                  Optional.ofNullable(type)));
        }
      }
      if (!understood) {
        return List.of();
      }
    }
    return places;
  }

  /** What of a data type an index of this kind holds; empty if all of it may be in there. */
  static List<List<String>> parts(RestSearchParameterTypeEnum kind, String dataType) {
    return PARTS.getOrDefault(kind + " " + dataType, List.of()).stream()
        .map(path -> List.of(path.split("\\.", -1)))
        .toList();
  }
}
