package health.salus.server.sealing;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What names people in a folder of bundles: the values that a stolen disk must not show. */
final class ProtectedValues {
  private static final int MIN_LENGTH = 6;
  private static final Set<String> PEOPLE =
      Set.of("Patient", "Practitioner", "RelatedPerson", "Person");
  private static final Set<String> HOUSES = Set.of("Organization", "Location");
  private static final JsonMapper MAPPER = new JsonMapper();

  /** As they stand in resources. */
  final Set<String> texts = new TreeSet<>();

  /** HAPI's own hashes of them, which a dictionary would open. */
  final Set<String> hashes = new TreeSet<>();

  private final Set<String> ids = new TreeSet<>();
  private final Set<String> clinicalDates = new TreeSet<>();
  private final Set<String> ofHouses = new TreeSet<>();

  ProtectedValues(Path folder) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          MAPPER.readTree(in).path("entry").forEach(entry -> resources.add(entry.path("resource")));
        }
      }
    }
    for (JsonNode resource : resources) {
      ids.add(resource.path("id").asText());
      if (!PEOPLE.contains(resource.path("resourceType").asText())) {
        dates(resource);
      }
      if (HOUSES.contains(resource.path("resourceType").asText())) {
        texts(resource);
      }
    }
    resources.forEach(this::read);
    // Some births are also days of care, practitioners live where they work, and ids are plain.
    texts.removeIf(
        text -> clinicalDates.contains(text) || ofHouses.contains(text) || ids.contains(text));
  }

  private void texts(JsonNode node) {
    if (node.isTextual()) {
      ofHouses.add(node.textValue());
    }
    node.forEach(this::texts);
  }

  private void dates(JsonNode node) {
    if (node.isTextual() && node.textValue().matches("\\d{4}-\\d\\d-\\d\\d.*")) {
      clinicalDates.add(node.textValue().substring(0, 10));
    }
    node.forEach(this::dates);
  }

  private void read(JsonNode resource) {
    String type = resource.path("resourceType").asText();
    if (type.equals("DocumentReference")) {
      resource
          .at("/content/0/attachment/data")
          .asText()
          .lines()
          .filter(data -> data.length() > 200)
          .forEach(data -> texts.add(data.substring(100, 140)));
    }
    if (!PEOPLE.contains(type)) {
      return;
    }
    for (JsonNode name : resource.path("name")) {
      add(name.path("family"));
      name.path("given").forEach(this::add);
      hashes.add(string(type, "family", name.path("family").asText()));
    }
    for (JsonNode identifier : resource.path("identifier")) {
      add(identifier.path("value"));
      hashes.add(token(type, identifier));
    }
    resource.path("telecom").forEach(contact -> add(contact.path("value")));
    for (JsonNode address : resource.path("address")) {
      address.path("line").forEach(this::add);
    }
    add(resource.path("birthDate"));
  }

  private void add(JsonNode value) {
    if (value.asText().length() >= MIN_LENGTH) {
      texts.add(value.asText());
    }
  }

  private static String string(String type, String parameter, String value) {
    return String.valueOf(
        ResourceIndexedSearchParamString.calculateHashExact(
            new PartitionSettings(), (RequestPartitionId) null, type, parameter, value));
  }

  private static String token(String type, JsonNode identifier) {
    return String.valueOf(
        ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
            new PartitionSettings(),
            (RequestPartitionId) null,
            type,
            "identifier",
            identifier.path("system").asText(),
            identifier.path("value").asText()));
  }
}
