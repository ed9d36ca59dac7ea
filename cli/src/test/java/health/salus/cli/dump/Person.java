package health.salus.cli.dump;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A patient, by what a search asks for. */
record Person(
    String id,
    String family,
    String given,
    String born,
    String number,
    String numberSystem,
    String phone,
    String line,
    String city,
    String json) {

  /** The patients among these resources who have names. */
  static List<Person> among(List<JsonNode> resources) {
    return resources.stream()
        .filter(resource -> resource.path("resourceType").asText().equals("Patient"))
        .filter(resource -> resource.has("name"))
        .map(Person::of)
        .toList();
  }

  private static Person of(JsonNode patient) {
    JsonNode number = last(patient.path("identifier"));
    return new Person(
        patient.path("id").asText(),
        patient.at("/name/0/family").asText(),
        patient.at("/name/0/given/0").asText(),
        patient.path("birthDate").asText(),
        number.path("value").asText(),
        number.path("system").asText(),
        patient.at("/telecom/0/value").asText(),
        patient.at("/address/0/line/0").asText(),
        patient.at("/address/0/city").asText(),
        patient.toString());
  }

  private static JsonNode last(JsonNode list) {
    return list.path(list.size() - 1);
  }

  /** The beginning of the family's name. */
  String beginning() {
    return family.substring(0, 5);
  }

  /** {@code system|value}. */
  String identifier() {
    return numberSystem + "|" + number;
  }
}
