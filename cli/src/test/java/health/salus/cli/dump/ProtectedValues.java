package health.salus.cli.dump;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What names people in a folder of bundles: the values that a stolen disk must not show. */
final class ProtectedValues {
  private static final int MIN_LENGTH = 6;
  private static final int WHOLE = 40;
  private static final Set<String> PEOPLE =
      Set.of("Patient", "Practitioner", "RelatedPerson", "Person");
  private static final String INVENTED = ".*\\d";
  private static final Set<String> HOUSES = Set.of("Organization", "Location");
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final PartitionSettings PARTITIONS = new PartitionSettings();

  /** As they stand in resources. */
  final Set<String> texts = new TreeSet<>();

  /** HAPI's own hashes of them, which a dictionary would open. */
  final Set<Long> hashes = new TreeSet<>();

  /** Birth dates as numbers between the tabs of a dump, as HAPI's index has them. */
  final Set<String> ordinals = new TreeSet<>();

  final List<JsonNode> resources = new ArrayList<>();

  private final Set<String> plain = new TreeSet<>();

  ProtectedValues(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          MAPPER.readTree(in).path("entry").forEach(entry -> resources.add(entry.path("resource")));
        }
      }
    }
    resources.forEach(this::readPlain);
    resources.forEach(this::read);
    texts.removeIf(text -> plain.contains(text.toLowerCase(Locale.ROOT)));
    for (String text : texts) {
      if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        ordinals.add("\t" + text.replace("-", "") + "\t");
      }
    }
  }

  /** For what {@code pg_dump} writes. */
  Needles ofDump() {
    Set<String> all = new TreeSet<>(texts);
    all.addAll(ordinals);
    return new Needles(all, hashes);
  }

  /** For files. */
  Needles ofFiles() {
    return new Needles(texts, hashes);
  }

  /** Some births are also days of care, practitioners live where they work, and ids are plain. */
  private void readPlain(JsonNode resource) {
    plain.add(resource.path("id").asText().toLowerCase(Locale.ROOT));
    if (!PEOPLE.contains(resource.path("resourceType").asText())) {
      dates(resource);
    }
    if (HOUSES.contains(resource.path("resourceType").asText())) {
      texts(resource);
    }
  }

  private void texts(JsonNode node) {
    if (node.isTextual()) {
      plain.add(node.textValue().toLowerCase(Locale.ROOT));
    }
    node.forEach(this::texts);
  }

  private void dates(JsonNode node) {
    if (node.isTextual() && node.textValue().matches("\\d{4}-\\d\\d-\\d\\d.*")) {
      plain.add(node.textValue().substring(0, 10));
    }
    node.forEach(this::dates);
  }

  private void read(JsonNode resource) {
    resource.path("note").forEach(note -> add(note.path("text")));
    add(resource.path("description"));
    for (JsonNode content : resource.path("content")) {
      byte[] data = Base64.getDecoder().decode(content.at("/attachment/data").asText());
      add(new String(data, StandardCharsets.UTF_8));
    }
    if (PEOPLE.contains(resource.path("resourceType").asText())) {
      readPerson(resource.path("resourceType").asText(), resource);
    }
  }

  private void readPerson(String type, JsonNode person) {
    for (JsonNode name : person.path("name")) {
      string(type, "family", name.path("family"));
      name.path("given").forEach(given -> string(type, "given", given));
    }
    for (JsonNode identifier : person.path("identifier")) {
      add(identifier.path("value"));
      token(type, "identifier", identifier.path("system").asText(), identifier.path("value"));
    }
    for (JsonNode contact : person.path("telecom")) {
      add(contact.path("value"));
      String system = contact.path("system").asText();
      token(type, "telecom", system, contact.path("value"));
      token(type, system, system, contact.path("value"));
    }
    for (JsonNode address : person.path("address")) {
      address.path("line").forEach(line -> string(type, "address", line));
      city(type, address.path("city"));
      address.path("extension").findValues("valueDecimal").forEach(this::add);
    }
    person.path("contact").forEach(contact -> add(contact.at("/name/family")));
    for (JsonNode extension : person.path("extension")) {
      if (extension.path("url").asText().endsWith("mothersMaidenName")) {
        add(extension.path("valueString"));
      }
    }
    add(person.path("birthDate"));
  }

  private void add(JsonNode value) {
    add(value.asText());
  }

  private void add(String value) {
    if (value.length() >= MIN_LENGTH) {
      texts.add(value.substring(0, Math.min(WHOLE, value.length())));
    }
  }

  private void string(String type, String parameter, JsonNode value) {
    add(value);
    hashes.add(
        ResourceIndexedSearchParamString.calculateHashExact(
            PARTITIONS, (RequestPartitionId) null, type, parameter, value.asText()));
  }

  /** Names of real places stand in terminologies too. */
  private void city(String type, JsonNode city) {
    if (city.asText().matches(INVENTED)) {
      string(type, "address-city", city);
    }
  }

  private void token(String type, String parameter, String system, JsonNode value) {
    hashes.add(
        ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
            PARTITIONS, (RequestPartitionId) null, type, parameter, system, value.asText()));
    hashes.add(
        ResourceIndexedSearchParamToken.calculateHashValue(
            PARTITIONS, (RequestPartitionId) null, type, parameter, value.asText()));
  }
}
