package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The key of the search index changes while clients of two nodes write and search: no request fails
 * and no answer is wrong. The system property {@code salus.test.rotation} says for how many seconds
 * it goes on; without it, once, or for two minutes with {@code salus.test.long}.
 */
class IndexRotationIT {
  private static final int CLIENTS = 8;
  private static final long SECONDS =
      Long.getLong("salus.test.rotation", Boolean.getBoolean("salus.test.long") ? 120 : 0);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String UNIQUE =
      """
      {"resourceType":"SearchParameter","url":"urn:salus:rotated","name":"rotated","code":"rotated",
       "status":"active","description":"x","base":["Person"],"type":"composite","expression":"Person",
       "extension":[{"url":"http://hapifhir.io/fhir/StructureDefinition/sp-unique","valueBoolean":true}],
       "component":[
        {"definition":"http://hl7.org/fhir/SearchParameter/individual-birthdate","expression":"Person"},
        {"definition":"http://hl7.org/fhir/SearchParameter/Person-identifier","expression":"Person"}]}""";

  @TempDir private Path folder;
  @TempDir private Path otherFolder;
  private final List<TestServer> nodes = new ArrayList<>();
  private final AtomicBoolean done = new AtomicBoolean();

  @BeforeEach
  void start() throws Exception {
    nodes.add(TestServer.separate(folder));
    nodes.get(0).create(UNIQUE);
    nodes.add(nodes.get(0).anotherNode(otherFolder));
    awaitUnique(nodes.get(0));
  }

  /** Creates persons until the node writes rows for the parameter. */
  private void awaitUnique(TestServer node) throws Exception {
    node.refreshSearchParameters();
    Instant end = Instant.now().plus(PATIENCE);
    String rows = "0";
    for (int i = 0; rows.equals("0"); i++) {
      assertThat(Instant.now()).as("the parameter is in use").isBefore(end);
      node.create(person("urn:await", i));
      rows = text("SELECT count(*) FROM hfj_idx_cmp_string_uniq");
      Thread.sleep(200);
    }
  }

  @AfterEach
  void stop() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).close();
    }
  }

  @Test
  void nothingFailsAndNothingIsMissedWhileTheIndexKeyChanges() throws Exception {
    List<String> keys = new ArrayList<>(List.of(key()));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 3);
    List<Future<Integer>> rounds = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      rounds.add(clients.submit(writer(i)));
    }
    rounds.add(clients.submit(() -> create(clients)));

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      assertThat(rotate()).isEqualTo("DONE the search index has another key");
      keys.add(key());
    } while (System.nanoTime() < end && rounds.stream().noneMatch(Future::isDone));
    done.set(true);
    for (Future<Integer> round : rounds) {
      assertThat(round.get(2, TimeUnit.MINUTES)).isPositive();
    }
    clients.shutdown();

    assertThat(keys).doesNotHaveDuplicates();
    assertThat(
            text(
                "SELECT count(*) FROM salus.sealing_key WHERE purpose = 'INDEX' AND state = 'ACTIVE'"))
        .isEqualTo("1");
    assertThat(
            text(
                "SELECT count(*) FROM salus.sealing_key WHERE purpose = 'INDEX' AND state NOT IN ('ACTIVE', 'DESTROYED')"))
        .isEqualTo("0");
    assertThat(text("SELECT count(*) - count(DISTINCT res_id) FROM hfj_idx_cmp_string_uniq"))
        .isEqualTo("0");
  }

  /** A client of one node that changes a patient and looks for it in many ways. */
  private Callable<Integer> writer(int client) {
    TestServer node = nodes.get(client % nodes.size());
    return () -> {
      int round = 0;
      String id = node.create(patient(client, round, ""));
      String observation =
          node.create(
              "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}}"
                  .formatted(id));
      for (; !done.get() || round == 0; round++) {
        if (round > 0) {
          HttpResponse<String> put =
              node.put("Patient/" + id, patient(client, round, "\"id\":\"" + id + "\","));
          assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        }
        search(node, client, round, id, observation);
      }
      return round;
    };
  }

  private static String patient(int client, int round, String id) {
    return "{\"resourceType\":\"Patient\",%s\"name\":[{\"family\":\"%s\"}],\"birthDate\":\"%s\",\"identifier\":[{\"type\":{\"coding\":[{\"system\":\"urn:t\",\"code\":\"MR\"}]},\"system\":\"urn:c\",\"value\":\"%s\"}]}"
        .formatted(id, family(client, round), birthDate(client, round), number(client, round));
  }

  private static String family(int client, int round) {
    return "Client" + (char) ('a' + client) + (char) ('a' + round % 26);
  }

  private static String birthDate(int client, int round) {
    return "19%d%d-03-%02d".formatted(client + 1, round % 10, 1 + round % 28);
  }

  private static String number(int client, int round) {
    return client + "-" + round;
  }

  private static void search(
      TestServer node, int client, int round, String id, String observation) {
    String family = family(client, round);
    String born = birthDate(client, round);
    String number = number(client, round);
    String one = "Patient?_id=" + id + "&";
    for (String found :
        List.of(
            "Patient?family=" + family,
            "Patient?family:exact=" + family,
            "Patient?name=" + family.substring(0, 8),
            "Patient?identifier=urn:c%7C" + number,
            "Patient?identifier=" + number,
            "Patient?identifier:of-type=urn:t%7CMR%7C" + number,
            one + "birthdate=" + born,
            one + "birthdate=ge" + born + "&birthdate=le" + born,
            one + "birthdate=" + born.substring(0, 4),
            one + "identifier:not=no-such",
            one + "_filter=family%20ne%20%22nobody%22",
            "Patient?family=" + family + "&birthdate=" + born + "&identifier=" + number)) {
      assertFinds(node, found, "/entry/0/resource/id", id);
    }
    assertFinds(node, "Observation?patient.family=" + family, "/entry/0/resource/id", observation);
    assertFinds(
        node,
        "Patient?family=" + family + "&_has:Observation:patient:status=final",
        "/entry/0/resource/id",
        id);
    String before = number(client, round - 1);
    for (String missed :
        List.of(
            "Patient?identifier=urn:c%7C" + before,
            "Patient?family:exact=" + family(client, round + 1),
            one + "identifier:not=urn:c%7C" + number,
            one + "_filter=family%20ne%20%22" + family + "%22",
            one + "birthdate=lt" + born,
            one + "birthdate=ne" + born)) {
      assertFinds(node, missed, "/total", "0");
    }
  }

  private static void assertFinds(TestServer node, String search, String pointer, String value) {
    HttpResponse<String> answer = node.get(search + "&_total=accurate");
    assertThat(answer.statusCode()).as(search + answer.body()).isEqualTo(200);
    JsonNode page = TestServer.json(answer);
    assertThat(page.at(pointer).asText()).as(search + answer.body()).isEqualTo(value);
    assertThat(page.at("/total").asInt()).as(search).isLessThanOrEqualTo(1);
  }

  /** Two nodes are asked to create the same at the same time, and it is there once then. */
  private int create(ExecutorService clients) throws Exception {
    int round = 0;
    for (; !done.get() || round == 0; round++) {
      String condition = "identifier=urn:p%7C" + round;
      for (HttpResponse<String> answer :
          both(clients, person("urn:p", round), "If-None-Exist", condition)) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
      }
      assertFinds(nodes.get(round % 2), "Person?" + condition, "/total", "1");
      List<Integer> codes =
          both(clients, person("urn:q", round)).stream().map(HttpResponse::statusCode).toList();
      assertThat(codes).containsOnlyOnce(201).containsAnyOf(409, 412);
      assertFinds(
          nodes.get(round % 2),
          "Person?birthdate=1944-03-21&identifier=urn:q%7C" + round,
          "/total",
          "1");
    }
    return round;
  }

  private List<HttpResponse<String>> both(ExecutorService clients, String person, String... headers)
      throws Exception {
    List<Callable<HttpResponse<String>>> posts = new ArrayList<>();
    nodes.forEach(node -> posts.add(() -> node.post("Person", person, headers)));
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (Future<HttpResponse<String>> answer : clients.invokeAll(posts)) {
      answers.add(answer.get());
    }
    return answers;
  }

  private static String person(String system, int round) {
    return "{\"resourceType\":\"Person\",\"birthDate\":\"1944-03-21\",\"identifier\":[{\"system\":\"%s\",\"value\":\"%d\"}]}"
        .formatted(system, round);
  }

  /** Starts a rotation and waits for its end. */
  private String rotate() throws Exception {
    JsonNode job = nodes.get(0).runKeyJob("rotate-index");
    return job.path("state").asText() + " " + job.path("result").asText();
  }

  private String key() throws SQLException {
    return text(
        "SELECT encode(key_id, 'hex') FROM salus.sealing_key WHERE purpose = 'INDEX' AND state = 'ACTIVE'");
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = nodes.get(0).database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
