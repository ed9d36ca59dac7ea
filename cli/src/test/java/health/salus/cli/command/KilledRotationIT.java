package health.salus.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.cli.local.LocalServer;
import health.salus.server.MigratedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed in the middle of a rotation of each key, while eight clients write and
 * search, and started again: no answer that a client got was wrong, and the rotation ends. The
 * system property {@code salus.test.rotation} says for how many seconds at least; without it, each
 * key is rotated once, or for two minutes with {@code salus.test.long}.
 */
class KilledRotationIT {
  private static final int CLIENTS = 8;

  /** Enough that no rotation ends before it can be killed. */
  private static final int PATIENTS = 6;

  private static final long SECONDS =
      Long.getLong("salus.test.rotation", Boolean.getBoolean("salus.test.long") ? 120 : 0);

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private Path data;
  private ServerProcess server;
  private Supplier<Optional<String>> token;
  private volatile int port;
  private volatile boolean killed;
  private volatile boolean done;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void killedRotationsGoOnAndNoAnswerIsWrong() throws Exception {
    data = folder.resolve("data");
    MigratedDatabase.copyTo(data);
    start("0");
    load();
    String patient = create(patient("Rotated", "rotated"));
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(client(i)));
    }

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      killedWhile("rotate-kek", job -> job.path("looked").asLong() > 0);
      killedWhile(
          "rotate-patient?patient=" + patient,
          job -> job.path("result").asText().equals("sealing versions"));
      killedWhile(
          "rotate-index",
          job ->
              job.path("result").asText().equals("making rows anew")
                  && job.path("looked").asLong() > 0);
    } while (System.nanoTime() < end && clients.stream().noneMatch(Future::isDone));
    done = true;

    for (Future<Integer> client : clients) {
      assertThat(client.get(2, TimeUnit.MINUTES)).isPositive();
    }
    threads.shutdown();
    assertThat(job("verify")).isEqualTo("DONE 0 versions are not as they were sealed");
  }

  /** Kills the server when its job is so far, or has ended before it was seen to be. */
  private void killedWhile(String job, Predicate<JsonNode> far) throws Exception {
    LocalServer keys = new LocalServer(port, data);
    JsonNode status = keys.keys(Optional.of(job)).path("job");
    while (status.path("state").asText().equals("RUNNING") && !far.test(status)) {
      Thread.sleep(5);
      status = keys.keys(Optional.empty()).path("job");
    }
    System.out.printf("%s is killed at: %s%n", job, status);
    killed = true;
    server.kill();
    start(Integer.toString(port));
    killed = false;
    assertThat(awaitJob()).startsWith("DONE");
    for (JsonNode key : new LocalServer(port, data).keys(Optional.empty()).path("keys")) {
      assertThat(key.path("state").asText()).as(job + key).isIn("ACTIVE", "DESTROYED");
    }
  }

  private void start(String where) throws IOException {
    server = ServerProcess.serve(data, "--port", where);
    port = server.awaitReady();
    token = new LocalServer(port, data).administratorToken();
  }

  private void load() throws IOException {
    String sample = SmallSample.write(folder.resolve("sample"), PATIENTS).toString();
    try (ServerProcess importing =
        ServerProcess.run(
            "import", "--port", Integer.toString(port), "--data", data.toString(), sample)) {
      assertThat(importing.awaitEnd()).contains("0 failures");
    }
  }

  private String job(String name) throws Exception {
    new LocalServer(port, data).keys(Optional.of(name));
    return awaitJob();
  }

  private String awaitJob() throws Exception {
    LocalServer keys = new LocalServer(port, data);
    JsonNode status = keys.keys(Optional.empty());
    while (status.at("/job/state").asText().equals("RUNNING")) {
      Thread.sleep(50);
      status = keys.keys(Optional.empty());
    }
    return status.at("/job/state").asText() + " " + status.at("/job/result").asText();
  }

  /** Changes a patient and looks for it, also across a kill; returns how often. */
  private Callable<Integer> client(int number) {
    return () -> {
      HttpClient http = HttpClient.newHttpClient();
      String id = create(patient("Client" + (char) ('a' + number), "client-" + number));
      int rounds = 0;
      for (; !done; rounds++) {
        String family = "Client" + (char) ('a' + number) + "x" + rounds;
        String text =
            patient(family, "c" + number + "-" + rounds)
                .replaceFirst("\\{", "{\"id\":\"" + id + "\",");
        assertThat(answer(http, "PUT", "Patient/" + id, text).statusCode()).isEqualTo(200);
        assertThat(answer(http, "GET", "Patient/" + id, "").body()).contains(family);
        for (String search :
            List.of(
                "family=" + family,
                "family:exact=" + family,
                "identifier=urn:c%7Cc" + number + "-" + rounds,
                "birthdate=1970-05-17&_id=" + id)) {
          HttpResponse<String> page = answer(http, "GET", "Patient?" + search, "");
          assertThat(page.statusCode()).as(search + page.body()).isEqualTo(200);
          assertThat(MAPPER.readTree(page.body()).path("entry"))
              .as(search + page.body())
              .hasSize(1);
        }
      }
      return rounds;
    };
  }

  /** Sends until there is an answer; none is missed unless the server was killed. */
  private HttpResponse<String> answer(HttpClient http, String method, String path, String body)
      throws Exception {
    while (true) {
      boolean mayFail = killed;
      try {
        return http.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        assertThat(mayFail || killed).as("%s %s: %s", method, path, e).isTrue();
        Thread.sleep(100);
      }
    }
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://localhost:%d/fhir/%s".formatted(port, path)))
        .timeout(Duration.ofMinutes(1))
        .header("Content-Type", "application/fhir+json")
        .header("Authorization", "Bearer " + token.get().orElseThrow())
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private String create(String json) throws Exception {
    HttpResponse<String> created = answer(HttpClient.newHttpClient(), "POST", "Patient", json);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return MAPPER.readTree(created.body()).path("id").asText();
  }

  private static String patient(String family, String number) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}],\"birthDate\":\"1970-05-17\",\"identifier\":[{\"system\":\"urn:c\",\"value\":\"%s\"}]}"
        .formatted(family, number);
  }
}
