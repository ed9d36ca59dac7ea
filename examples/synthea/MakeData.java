import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the committed example data out of what Synthea wrote. A single-file program that runs on
 * Synthea's own class path (for Jackson); README.md beside it has the commands. Same input, same
 * output: files are read in the order of their names and the only random generator has a fixed seed.
 */
final class MakeData {
  static final ObjectMapper JSON = new ObjectMapper();
  static final int MAX_ENTRIES = 500;
  static final LocalDate END = LocalDate.of(2026, 11, 1);

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("usage: MakeData sample|cohort SYNTHEA_FHIR_FOLDER OUT");
    }
    Path in = Path.of(args[1]);
    Path out = Files.createDirectories(Path.of(args[2]));
    switch (args[0]) {
      case "sample" -> new Sample(in, out).write();
      case "cohort" -> new Cohort(in, out).write();
      default -> throw new IllegalArgumentException("sample or cohort, not " + args[0]);
    }
  }

  /** Whole patients with short histories, and the hospitals and practitioners they refer to. */
  record Sample(Path in, Path out) {
    static final int PATIENTS = 20;
    static final int LONGEST = 600;

    /** What makes most of the bytes and shows least. */
    static final Set<String> LEFT_OUT =
        Set.of("Claim", "ExplanationOfBenefit", "DocumentReference", "Provenance");

    void write() throws IOException {
      List<List<ObjectNode>> patients = new ArrayList<>();
      int[] wanted = new int[AgeBand.values().length];
      for (Path file : patientFiles(in)) {
        List<ObjectNode> resources = trimmed(resources(file));
        ObjectNode patient = resources.get(0);
        int band = AgeBand.of(patient).ordinal();
        boolean fits = resources.size() <= LONGEST && !patient.has("deceasedDateTime");
        if (fits && wanted[band] < PATIENTS / wanted.length) {
          wanted[band]++;
          patients.add(resources);
        }
      }

      Set<String> identifiers = new HashSet<>();
      patients.forEach(p -> p.forEach(r -> collectConditionalReferences(r, identifiers)));
      List<ObjectNode> hospitals = referenced("hospitalInformation", identifiers);
      List<ObjectNode> practitioners = referenced("practitionerInformation", identifiers);

      writeBundle(out.resolve("00-hospitals.json.gz"), hospitals);
      writeBundle(out.resolve("01-practitioners.json.gz"), practitioners);
      for (List<ObjectNode> resources : patients) {
        String name = "patient-" + resources.get(0).path("id").asText() + ".json.gz";
        writeBundle(out.resolve(name), resources);
      }
      System.out.printf(
          "sample: %d patients, %d resources, %d of hospitals, %d of practitioners%n",
          patients.size(),
          patients.stream().mapToInt(List::size).sum(),
          hospitals.size(),
          practitioners.size());
    }

    private List<ObjectNode> referenced(String prefix, Set<String> identifiers)
        throws IOException {
      List<ObjectNode> all = new ArrayList<>();
      for (Path file : files(in, prefix)) {
        all.addAll(resources(file));
      }
      Set<String> kept = new HashSet<>();
      List<ObjectNode> wanted = new ArrayList<>();
      boolean grew = true;
      while (grew) { // a kept Location needs its Organization, a PractitionerRole its Practitioner
        grew = false;
        for (ObjectNode resource : all) {
          String id = resource.path("id").asText();
          if (!kept.contains(id) && isNamed(resource, identifiers)) {
            kept.add(id);
            wanted.add(resource);
            collectConditionalReferences(resource, identifiers);
            grew = true;
          }
        }
      }
      wanted.sort(Comparator.comparing(r -> r.path("resourceType").asText()));
      return wanted;
    }

    private static boolean isNamed(ObjectNode resource, Set<String> identifiers) {
      String type = resource.path("resourceType").asText();
      if (type.equals("PractitionerRole")) {
        String practitioner = resource.at("/practitioner/identifier/value").asText();
        return identifiers.stream()
            .anyMatch(i -> i.startsWith("Practitioner?") && i.endsWith("|" + practitioner));
      }
      for (JsonNode identifier : resource.path("identifier")) {
        String query =
            identifier.path("system").asText() + "|" + identifier.path("value").asText();
        if (identifiers.contains(type + "?identifier=" + query)) {
          return true;
        }
      }
      return false;
    }

    private static List<ObjectNode> trimmed(List<ObjectNode> resources) {
      List<ObjectNode> kept = new ArrayList<>();
      for (ObjectNode resource : resources) {
        if (!LEFT_OUT.contains(resource.path("resourceType").asText())) {
          resource.remove("presentedForm");
          kept.add(resource);
        }
      }
      return kept;
    }
  }

  /**
   * Adults at risk of type 2 diabetes, with only what features and outcome need. All patients whose
   * first diagnosis lies within the last eight years, and a random sample of those without any: the
   * share of positives is therefore higher than Synthea's own.
   */
  record Cohort(Path in, Path out) {
    static final int WITHOUT_DIABETES = 230;
    static final int WITH_EARLIER_DIABETES = 10;
    static final LocalDate FIRST_LANDMARK = END.minusYears(8);
    static final String DIABETES = "44054006";
    static final Set<String> CONDITIONS = Set.of(DIABETES, "15777000", "714628002");
    static final Set<String> OBSERVATIONS =
        Set.of(
            "39156-5", "85354-9", "4548-4", "2339-0", "2345-7", "2571-8", "2085-9", "2093-3",
            "18262-6");
    static final Set<String> STRIPPED =
        Set.of("text", "meta", "encounter", "performer", "issued", "participant", "extension");
    static final Set<String> PATIENT_KEPT =
        Set.of("resourceType", "id", "identifier", "gender", "birthDate", "deceasedDateTime");
    static final Set<String> LIPIDS = Set.of("2571-8", "2085-9", "2093-3", "18262-6");
    static final int DAYS_BETWEEN_OBSERVATIONS = 540;
    static final int DAYS_BETWEEN_LIPIDS = 1000;

    void write() throws IOException {
      List<Path> incident = new ArrayList<>();
      List<Path> earlier = new ArrayList<>();
      List<Path> without = new ArrayList<>();
      List<Path> read = patientFiles(in);
      for (Path file : read) {
        LocalDate onset = onsetOfDiabetes(resources(file));
        if (onset == null) {
          without.add(file);
        } else if (onset.isAfter(FIRST_LANDMARK)) {
          incident.add(file);
        } else {
          earlier.add(file);
        }
      }
      Random random = new Random(20261124);
      Collections.shuffle(without, random);
      Collections.shuffle(earlier, random);
      List<Path> kept = new ArrayList<>(incident);
      kept.addAll(without.subList(0, Math.min(WITHOUT_DIABETES, without.size())));
      kept.addAll(earlier.subList(0, Math.min(WITH_EARLIER_DIABETES, earlier.size())));
      Collections.shuffle(kept, random);

      List<List<ObjectNode>> patients = new ArrayList<>();
      for (Path file : kept) {
        patients.add(reduced(resources(file)));
      }
      writeInBundles(patients);
      report(read.size(), incident.size(), earlier.size(), without.size(), patients);
    }

    private static LocalDate onsetOfDiabetes(List<ObjectNode> resources) {
      return resources.stream()
          .filter(r -> r.path("resourceType").asText().equals("Condition"))
          .filter(r -> codes(r).contains(DIABETES))
          .map(r -> date(r, "onsetDateTime"))
          .min(Comparator.naturalOrder())
          .orElse(null);
    }

    private static List<ObjectNode> reduced(List<ObjectNode> resources) {
      List<ObjectNode> kept = new ArrayList<>();
      Map<String, LocalDate> last = new TreeMap<>();
      List<ObjectNode> ordered = new ArrayList<>(resources);
      ordered.sort(
          Comparator.comparing((ObjectNode r) -> r.path("effectiveDateTime").asText(""))
              .reversed());
      for (ObjectNode resource : ordered) {
        switch (resource.path("resourceType").asText()) {
          case "Patient" -> kept.add(0, keepOnly(resource, PATIENT_KEPT));
          case "Condition" -> {
            if (!Collections.disjoint(codes(resource), CONDITIONS)) {
              kept.add(stripped(resource));
            }
          }
          case "Observation" -> {
            if (isWanted(resource, last)) {
              kept.add(stripped(resource));
            }
          }
          default -> {}
        }
      }
      return kept;
    }

    /** Newest first: a value is kept unless a newer one of its code is too near. */
    private static boolean isWanted(ObjectNode observation, Map<String, LocalDate> last) {
      String code = codes(observation).stream().findFirst().orElse("");
      if (!OBSERVATIONS.contains(code)) {
        return false;
      }
      LocalDate date = date(observation, "effectiveDateTime");
      LocalDate newer = last.get(code);
      int days = LIPIDS.contains(code) ? DAYS_BETWEEN_LIPIDS : DAYS_BETWEEN_OBSERVATIONS;
      if (newer != null && ChronoUnit.DAYS.between(date, newer) < days) {
        return false;
      }
      last.put(code, date);
      return true;
    }

    private static ObjectNode stripped(ObjectNode resource) {
      resource.remove(STRIPPED);
      ((ObjectNode) resource.path("subject")).remove("display");
      return resource;
    }

    /** Of the identifiers only Synthea's own: no invented social security numbers. */
    private static ObjectNode keepOnly(ObjectNode patient, Set<String> names) {
      patient.retain(names);
      ArrayNode identifiers = (ArrayNode) patient.path("identifier");
      JsonNode own = identifiers.get(0);
      identifiers.removeAll().add(own);
      return patient;
    }

    private void writeInBundles(List<List<ObjectNode>> patients) throws IOException {
      List<ObjectNode> entries = new ArrayList<>();
      int number = 0;
      for (List<ObjectNode> patient : patients) {
        if (entries.size() + patient.size() > MAX_ENTRIES) {
          writeBundle(out.resolve("cohort-%03d.json.gz".formatted(number++)), entries);
          entries.clear();
        }
        entries.addAll(patient);
      }
      writeBundle(out.resolve("cohort-%03d.json.gz".formatted(number)), entries);
    }

    /** At each landmark: adults of 30 or more, without diabetes so far, seen in the two years before. */
    private static void report(
        int read, int incident, int earlier, int without, List<List<ObjectNode>> patients) {
      System.out.printf(
          "read %d patients: %d diagnosed after %s, %d before, %d without%n",
          read, incident, FIRST_LANDMARK, earlier, without);
      System.out.printf(
          "cohort: %d patients, %d resources%n",
          patients.size(), patients.stream().mapToInt(List::size).sum());
      for (int years = 8; years >= 2; years -= 2) {
        LocalDate landmark = END.minusYears(years);
        int atRisk = 0;
        int positive = 0;
        for (List<ObjectNode> patient : patients) {
          LocalDate onset = onsetOfDiabetes(patient);
          LocalDate birth = LocalDate.parse(patient.get(0).path("birthDate").asText());
          boolean adult = Period.between(birth, landmark).getYears() >= 30;
          if (adult && (onset == null || onset.isAfter(landmark)) && seen(patient, landmark)) {
            atRisk++;
            if (onset != null && !onset.isAfter(landmark.plusYears(2))) {
              positive++;
            }
          }
        }
        System.out.printf("landmark %s: %d at risk, %d positive%n", landmark, atRisk, positive);
      }
    }

    private static boolean seen(List<ObjectNode> patient, LocalDate landmark) {
      return patient.stream()
          .filter(r -> r.has("effectiveDateTime"))
          .map(r -> date(r, "effectiveDateTime"))
          .anyMatch(d -> !d.isAfter(landmark) && d.isAfter(landmark.minusYears(2)));
    }
  }

  enum AgeBand {
    CHILD,
    YOUNG,
    MIDDLE,
    OLD;

    static AgeBand of(ObjectNode patient) {
      int age = Period.between(LocalDate.parse(patient.path("birthDate").asText()), END).getYears();
      if (age < 18) {
        return CHILD;
      }
      if (age < 40) {
        return YOUNG;
      }
      return age < 65 ? MIDDLE : OLD;
    }
  }

  static List<Path> patientFiles(Path folder) throws IOException {
    List<Path> all = files(folder, "");
    all.removeIf(f -> f.getFileName().toString().matches("(hospital|practitioner)Information.*"));
    return all;
  }

  static List<Path> files(Path folder, String prefix) throws IOException {
    try (var listed = Files.list(folder)) {
      return new ArrayList<>(
          listed
              .filter(f -> f.getFileName().toString().startsWith(prefix))
              .filter(f -> f.getFileName().toString().endsWith(".json"))
              .sorted()
              .toList());
    }
  }

  /** The resources of a bundle, every {@code urn:uuid:} reference to them made {@code Type/id}. */
  static List<ObjectNode> resources(Path bundle) throws IOException {
    JsonNode root = JSON.readTree(bundle.toFile());
    Map<String, String> names = new LinkedHashMap<>();
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode entry : root.path("entry")) {
      ObjectNode resource = (ObjectNode) entry.path("resource");
      String name = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
      names.put(entry.path("fullUrl").asText(), name);
      found.add(resource);
    }
    found.forEach(r -> rewriteReferences(r, names));
    return found;
  }

  static void rewriteReferences(JsonNode node, Map<String, String> names) {
    if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
      String target = object.path("reference").asText();
      object.put("reference", names.getOrDefault(target, target));
    }
    node.forEach(child -> rewriteReferences(child, names));
  }

  static void collectConditionalReferences(JsonNode node, Set<String> found) {
    String reference = node.path("reference").asText("");
    if (reference.contains("?identifier=")) {
      found.add(reference);
    }
    node.forEach(child -> collectConditionalReferences(child, found));
  }

  static Set<String> codes(ObjectNode resource) {
    Set<String> codes = new java.util.LinkedHashSet<>();
    resource.at("/code/coding").forEach(c -> codes.add(c.path("code").asText()));
    return codes;
  }

  static LocalDate date(ObjectNode resource, String element) {
    return LocalDate.parse(resource.path(element).asText().substring(0, 10));
  }

  /** Entries are PUT to the id that Synthea gave: loading twice changes nothing. */
  static void writeBundle(Path file, List<ObjectNode> resources) throws IOException {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction");
    ArrayNode entries = bundle.putArray("entry");
    for (ObjectNode resource : resources) {
      String url = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
      ObjectNode entry = entries.addObject();
      entry.set("resource", resource);
      entry.putObject("request").put("method", "PUT").put("url", url);
    }
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream zipped = new BestGzip(plain)) {
      JSON.writeValue(zipped, bundle);
    }
  }

  static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(9);
    }
  }
}
