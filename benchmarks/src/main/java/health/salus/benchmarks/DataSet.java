package health.salus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The Synthea data of the repository, and what workloads draw from it. */
final class DataSet {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<SampleBundle> bundles = new ArrayList<>();
  private final List<SampleBundle> wholePatients = new ArrayList<>();
  private final List<String> patients = new ArrayList<>();
  private final Set<String> families = new LinkedHashSet<>();
  private final List<String> observations = new ArrayList<>();

  private DataSet() {}

  static DataSet read(Path synthea) throws IOException {
    DataSet data = new DataSet();
    for (String folder : List.of("sample", "cohort")) {
      for (Path file : files(synthea.resolve(folder))) {
        data.add(file);
      }
    }
    return data;
  }

  /** All transactions, in an order in which each finds what it refers to. */
  List<SampleBundle> bundles() {
    return List.copyOf(bundles);
  }

  /** The transactions of one patient with all that is known of them. */
  List<SampleBundle> wholePatients() {
    return List.copyOf(wholePatients);
  }

  List<String> patients() {
    return List.copyOf(patients);
  }

  /** Each official family name once. Only whole patients have names. */
  List<String> families() {
    return List.copyOf(families);
  }

  /** The JSON of each Observation without its id. */
  List<String> observations() {
    return List.copyOf(observations);
  }

  int resources() {
    return bundles.stream().mapToInt(SampleBundle::resources).sum();
  }

  private void add(Path file) throws IOException {
    String json = text(file);
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode entry : MAPPER.readTree(json).path("entry")) {
      JsonNode resource = entry.path("resource");
      ids.add(resource.path("id").asText());
      switch (resource.path("resourceType").asText()) {
        case "Patient" -> addPatient(resource);
        case "Observation" -> observations.add(withoutId(resource));
        default -> {}
      }
    }
    SampleBundle bundle = new SampleBundle(json, ids);
    bundles.add(bundle);
    if (file.getFileName().toString().startsWith("patient-")) {
      wholePatients.add(bundle);
    }
  }

  private void addPatient(JsonNode patient) {
    patients.add(patient.path("id").asText());
    JsonNode family = patient.path("name").path(0).path("family");
    if (family.isTextual()) {
      families.add(family.asText());
    }
  }

  private static String withoutId(JsonNode resource) {
    ObjectNode copy = resource.deepCopy();
    copy.remove("id");
    return copy.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
