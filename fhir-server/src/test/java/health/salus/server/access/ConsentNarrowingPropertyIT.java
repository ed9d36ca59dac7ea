package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import health.salus.interceptors.consent.Combining;
import health.salus.interceptors.consent.ConsentContext;
import health.salus.interceptors.consent.ConsentTable;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import health.salus.storage.facts.FactsReader;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * For random consents, what a caller finds, counts, reads and gets by {@code $everything} is what a
 * plain loop over all resources leaves, with the engine asked in memory about each.
 */
class ConsentNarrowingPropertyIT {
  private static final long SEED = 20261124;
  private static final int ROUNDS = 25;
  private static final int PATIENTS = 5;
  private static final int RESOURCES = 60;
  private static final List<String> LABELS = List.of("PSY", "HIV", "SEX");
  private static final List<String> CODES = List.of("a", "b", "c");

  private static final TestServer SERVER = TestServer.shared();
  private static final String KEY = UUID.randomUUID().toString();
  private static final List<String> PATIENT_IDS = new ArrayList<>();
  private static final List<ResourceFacts> FACTS = new ArrayList<>();
  private static final List<String> PRACTITIONERS = new ArrayList<>();
  private static final List<String> ENCOUNTERS = new ArrayList<>();
  private static String caller;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void store() {
    Random random = new Random(SEED);
    FactsReader reader = new FactsReader();
    for (int i = 0; i < 2; i++) {
      PRACTITIONERS.add("Practitioner/" + SERVER.create("{\"resourceType\":\"Practitioner\"}"));
    }
    for (int i = 0; i < PATIENTS; i++) {
      String patient = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
      PATIENT_IDS.add(patient);
      ENCOUNTERS.add(
          "Encounter/"
              + SERVER.create(
                  "{\"resourceType\":\"Encounter\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/%s\"}}"
                      .formatted(patient)));
    }
    for (int i = 0; i < RESOURCES; i++) {
      String id = SERVER.create(observation(random));
      String stored = SERVER.get("Observation/" + id).body();
      FACTS.add(
          reader.read(
              FhirContext.forR4Cached().newJsonParser().parseResource(Observation.class, stored)));
    }
    caller = TestUsers.person(SERVER, Role.CLINICIAN, PRACTITIONERS.get(0), "user/*.rs");
  }

  private static String observation(Random random) {
    int patient = random.nextInt(PATIENTS);
    int other = random.nextInt(5) == 0 ? random.nextInt(PATIENTS) : patient;
    String label = random.nextBoolean() ? "" : label(LABELS.get(random.nextInt(3)));
    String when =
        random.nextInt(4) == 0
            ? ""
            : ",\"effectiveDateTime\":\"%d-0%d-15\""
                .formatted(2020 + random.nextInt(3), 1 + random.nextInt(9));
    return """
        {"resourceType":"Observation","meta":{"tag":[{"system":"urn:tag","code":"%s"}]%s},
         "status":"final","code":{"coding":[{"system":"urn:c","code":"%s"}]},
         "subject":{"reference":"Patient/%s"},"encounter":{"reference":"%s"},
         "performer":[{"reference":"%s"},{"reference":"Patient/%s"}]%s}"""
        .formatted(
            KEY,
            label,
            CODES.get(random.nextInt(3)),
            PATIENT_IDS.get(patient),
            ENCOUNTERS.get(patient),
            PRACTITIONERS.get(random.nextInt(2)),
            PATIENT_IDS.get(other),
            when);
  }

  private static String label(String code) {
    return ",\"security\":[{\"system\":\"%s\",\"code\":\"%s\"}]".formatted(Consents.ACT_CODE, code);
  }

  @Test
  void narrowedIsWhatBruteForceLeaves() {
    int hidden = 0;
    int seen = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, ConsentTable> tables = consents();
      Set<String> expected =
          FACTS.stream()
              .filter(facts -> permitted(facts, tables))
              .map(ResourceFacts::address)
              .collect(Collectors.toCollection(TreeSet::new));
      String label = "round " + round;

      assertThat(pages("Observation?_tag=urn:tag%7C" + KEY + "&_count=7"))
          .as(label)
          .isEqualTo(expected);
      assertThat(total("Observation?_tag=urn:tag%7C" + KEY)).as(label).isEqualTo(expected.size());
      assertThat(everything()).as(label).isEqualTo(expected);
      for (ResourceFacts facts : FACTS.subList(0, 20)) {
        assertThat(status(facts.address()))
            .as(label + " " + facts)
            .isEqualTo(expected.contains(facts.address()) ? 200 : 404);
      }
      hidden += FACTS.size() - expected.size();
      seen += expected.size();
    }
    assertThat(hidden).isGreaterThan(ROUNDS * 5);
    assertThat(seen).isGreaterThan(ROUNDS * 5);
  }

  /** Writes new consents for every patient; what is left of earlier ones is inactive. */
  private Map<String, ConsentTable> consents() {
    Map<String, ConsentTable> tables = new HashMap<>();
    for (int i = 0; i < PATIENTS; i++) {
      String patient = PATIENT_IDS.get(i);
      List<Consent> theirs = new ArrayList<>();
      for (int number = 0; number < 2; number++) {
        String id = "p%d-%d-%s".formatted(i, number, KEY);
        String json = understood(patient, id);
        HttpResponse<String> stored = SERVER.put("Consent/" + id, json);
        assertThat(stored.statusCode()).as(json + stored.body()).isBetween(200, 201);
        theirs.add(parsed(json));
      }
      tables.put(patient, ConsentTable.compile(patient, theirs, Combining.DENY_OVERRIDES));
    }
    return tables;
  }

  /** A random consent; one that contradicts itself would be refused. */
  private String understood(String patient, String id) {
    String status = random.nextInt(4) > 0 ? "active" : "inactive";
    while (true) {
      String json =
          Consents.consent(patient, provision(2))
              .replace(
                  "\"status\":\"active\"", "\"id\":\"%s\",\"status\":\"%s\"".formatted(id, status));
      Consent consent = parsed(json);
      if (ConsentTable.compile(patient, List.of(consent), Combining.DENY_OVERRIDES)
          .faults()
          .isEmpty()) {
        return json;
      }
    }
  }

  private static Consent parsed(String json) {
    return FhirContext.forR4Cached().newJsonParser().parseResource(Consent.class, json);
  }

  private String provision(int depth) {
    List<String> parts = new ArrayList<>();
    parts.add("\"type\":\"%s\"".formatted(random.nextBoolean() ? "permit" : "deny"));
    maybe(parts, Consents.purpose(random.nextInt(3) == 0 ? "HRESCH" : "TREAT"));
    maybe(parts, Consents.actor(PRACTITIONERS.get(random.nextInt(2))));
    maybe(
        parts,
        "\"securityLabel\":[{\"system\":\"%s\",\"code\":\"%s\"}]"
            .formatted(Consents.ACT_CODE, LABELS.get(random.nextInt(3))));
    maybe(
        parts,
        "\"dataPeriod\":{\"start\":\"2020-06\",\"end\":\"2021-0%d\"}"
            .formatted(1 + random.nextInt(9)));
    maybe(
        parts,
        "\"code\":[{\"coding\":[{\"system\":\"urn:c\",\"code\":\"%s\"}]}]"
            .formatted(CODES.get(random.nextInt(3))));
    maybe(
        parts,
        "\"class\":[{\"system\":\"http://hl7.org/fhir/resource-types\",\"code\":\"Observation\"}]");
    maybe(parts, data());
    if (depth > 0 && random.nextBoolean()) {
      parts.add("\"provision\":[{%s}]".formatted(provision(depth - 1)));
    }
    return String.join(",", parts);
  }

  private String data() {
    return switch (random.nextInt(3)) {
      case 0 -> data("instance", FACTS.get(random.nextInt(RESOURCES)).address());
      case 1 -> data("related", ENCOUNTERS.get(random.nextInt(PATIENTS)));
      default -> data("authoredby", PRACTITIONERS.get(random.nextInt(2)));
    };
  }

  private static String data(String meaning, String reference) {
    return "\"data\":[{\"meaning\":\"%s\",\"reference\":{\"reference\":\"%s\"}}]"
        .formatted(meaning, reference);
  }

  private void maybe(List<String> parts, String part) {
    if (random.nextInt(4) == 0) {
      parts.add(part);
    }
  }

  private static boolean permitted(ResourceFacts facts, Map<String, ConsentTable> tables) {
    ConsentContext context =
        new ConsentContext(
            Set.of(PRACTITIONERS.get(0)), Set.of("clinician"), "TREAT", "access", Instant.now());
    return facts.patients().stream()
        .allMatch(
            patient ->
                tables
                    .get(patient)
                    .verdict(context, ImplicitPolicy.BASIC)
                    .test(facts, address -> referencesOf(address)));
  }

  /** Encounters refer to their patient only. */
  private static Set<String> referencesOf(String address) {
    int index = ENCOUNTERS.indexOf(address);
    return index < 0 ? Set.of() : Set.of("Patient/" + PATIENT_IDS.get(index));
  }

  private static Set<String> everything() {
    Set<String> found = new TreeSet<>();
    for (String patient : PATIENT_IDS) {
      HttpResponse<String> answer =
          get("Patient/" + patient + "/$everything?_type=Observation&_count=9");
      if (answer.statusCode() == 200) { // the Patient itself may be hidden
        collect(TestServer.json(answer), found);
      } else {
        found.addAll(pages("Observation?subject=Patient/" + patient + "&_tag=urn:tag%7C" + KEY));
      }
    }
    return found;
  }

  private static Set<String> pages(String search) {
    Set<String> found = new TreeSet<>();
    collect(TestServer.json(get(search)), found);
    return found;
  }

  private static void collect(JsonNode first, Set<String> found) {
    JsonNode page = first;
    while (true) {
      page.path("entry")
          .forEach(entry -> found.add("Observation/" + entry.at("/resource/id").asText()));
      String next = "";
      for (JsonNode link : page.path("link")) {
        next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
      }
      if (next.isEmpty()) {
        return;
      }
      page = TestServer.json(get(next.substring(next.indexOf("/fhir") + 6)));
    }
  }

  private static int total(String search) {
    return TestServer.json(get(search + "&_summary=count")).path("total").asInt(-1);
  }

  private static int status(String address) {
    return get(address).statusCode();
  }

  private static HttpResponse<String> get(String path) {
    return SERVER.get(path, "Authorization", caller);
  }
}
