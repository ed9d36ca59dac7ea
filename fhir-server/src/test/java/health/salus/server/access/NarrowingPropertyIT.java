package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * For random scopes, a search, its total, its pages and reads by id agree with what a plain loop
 * over all resources says about the scopes.
 */
class NarrowingPropertyIT {
  private static final long SEED = 20261124;
  private static final int RESOURCES = 60;
  private static final int ROUNDS = 40;
  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category";
  private static final List<String> CATEGORIES = List.of("laboratory", "vital-signs", "survey");
  private static final List<String> STATUSES = List.of("final", "amended");

  private static final TestServer SERVER = TestServer.shared();
  private static final String KEY = UUID.randomUUID().toString();
  private static final List<String> PATIENTS = new ArrayList<>();
  private static final List<Fact> FACTS = new ArrayList<>();

  /** What the test knows of a stored observation; the patients are subject and performer. */
  private record Fact(String id, Set<String> patients, String category, String status) {}

  /** A scope and its meaning, in the test's own words. */
  private record Scope(String context, String interactions, String category, String status) {
    String text() {
      List<String> parameters = new ArrayList<>();
      if (category != null) {
        parameters.add("category=" + SYSTEM + "|" + category);
      }
      if (status != null) {
        parameters.add("status=" + status);
      }
      String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
      return context + "/Observation." + interactions + query;
    }

    boolean allows(char interaction, Fact fact, String patient) {
      return interactions.indexOf(interaction) >= 0
          && (context.equals("user") || fact.patients().contains(patient))
          && (category == null || category.equals(fact.category()))
          && (status == null || status.equals(fact.status()));
    }
  }

  @BeforeAll
  static void store() {
    Random random = new Random(SEED);
    for (int i = 0; i < 3; i++) {
      PATIENTS.add(SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}"));
    }
    for (int i = 0; i < RESOURCES; i++) {
      String subject = one(PATIENTS, random);
      String performer = random.nextInt(4) == 0 ? one(PATIENTS, random) : subject;
      String category = one(CATEGORIES, random);
      String status = one(STATUSES, random);
      String id =
          SERVER.create(
              """
              {"resourceType":"Observation","meta":{"tag":[{"system":"urn:tag","code":"%s"}]},
               "status":"%s","category":[{"coding":[{"system":"%s","code":"%s"}]}],
               "code":{"text":"x"},"subject":{"reference":"Patient/%s"},
               "performer":[{"reference":"Patient/%s"}]}"""
                  .formatted(KEY, status, SYSTEM, category, subject, performer));
      FACTS.add(
          new Fact(
              id,
              Set.of(subject).equals(Set.of(performer))
                  ? Set.of(subject)
                  : Set.of(subject, performer),
              category,
              status));
    }
  }

  @Test
  void searchTotalPagesAndReadsAgreeWithTheScopes() {
    Random random = new Random(SEED + 1);
    for (int round = 0; round < ROUNDS; round++) {
      String patient = one(PATIENTS, random);
      List<Scope> scopes = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        scopes.add(scope(random));
      }
      String text = scopes.stream().map(Scope::text).collect(Collectors.joining(" "));
      String token = TestUsers.clinician(SERVER, patient, text);

      Set<String> searched = allowed('s', scopes, patient);
      boolean maySearch = scopes.stream().anyMatch(scope -> scope.interactions().contains("s"));
      assertThat(found(token)).as(text).isEqualTo(maySearch ? searched : Set.of("refused"));
      if (maySearch) {
        assertThat(total(token)).as(text).isEqualTo(searched.size());
      }
      Set<String> readable = allowed('r', scopes, patient);
      for (Fact fact : FACTS.subList(0, 12)) {
        int status = get("Observation/" + fact.id(), token).statusCode();
        assertThat(status == 200)
            .as(text + " reads " + fact)
            .isEqualTo(readable.contains(fact.id()));
      }
    }
  }

  private static Set<String> allowed(char interaction, List<Scope> scopes, String patient) {
    return FACTS.stream()
        .filter(fact -> scopes.stream().anyMatch(scope -> scope.allows(interaction, fact, patient)))
        .map(Fact::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All pages of seven. */
  private static Set<String> found(String token) {
    Set<String> found = new TreeSet<>();
    String path = "Observation?_tag=urn:tag%7C" + KEY + "&_count=7";
    while (!path.isEmpty()) {
      var answer = get(path, token);
      if (answer.statusCode() == 403) {
        return Set.of("refused");
      }
      JsonNode page = TestServer.json(answer);
      int before = found.size();
      page.path("entry").forEach(entry -> found.add(entry.at("/resource/id").asText()));
      path = "";
      for (JsonNode link : page.path("link")) {
        if (link.path("relation").asText().equals("next")) {
          String url = link.path("url").asText();
          path = url.substring(url.indexOf("/fhir/") + "/fhir/".length());
          assertThat(found.size() - before).as("a page with a next one is full").isEqualTo(7);
        }
      }
    }
    return found;
  }

  private static int total(String token) {
    String path = "Observation?_tag=urn:tag%7C" + KEY + "&_summary=count";
    return TestServer.json(get(path, token)).path("total").asInt(-1);
  }

  private static java.net.http.HttpResponse<String> get(String path, String token) {
    return SERVER.get(path, "Authorization", token);
  }

  private static Scope scope(Random random) {
    return new Scope(
        random.nextBoolean() ? "patient" : "user",
        one(List.of("rs", "r", "s"), random),
        random.nextInt(3) == 0 ? null : one(CATEGORIES, random),
        random.nextInt(3) == 0 ? one(STATUSES, random) : null);
  }

  private static <T> T one(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
