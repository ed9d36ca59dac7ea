package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Conditional writes are exact, however many arrive at once. */
class ConditionalWritesIT {
  private static final int CALLERS = 50;

  private final TestServer server = TestServer.shared();

  @Test
  void fiftyParallelConditionalCreatesLeaveOneResource() throws Exception {
    String value = UUID.randomUUID().toString();

    List<HttpResponse<String>> answers =
        parallel(
            i ->
                server.post(
                    "Patient", patient(value), "If-None-Exist", "identifier=urn:c|" + value));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(matches(value)).isEqualTo(1);
  }

  @Test
  void fiftyParallelConditionalUpdatesLeaveOneResource() throws Exception {
    String value = UUID.randomUUID().toString();

    List<HttpResponse<String>> answers =
        parallel(i -> server.put("Patient?identifier=urn:c%7C" + value, patient(value)));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(matches(value)).isEqualTo(1);
  }

  @Test
  void parallelTransactionsWithTheSameConditionsInAnyOrderLeaveOneResourceEach() throws Exception {
    String a = UUID.randomUUID().toString();
    String b = UUID.randomUUID().toString();

    List<HttpResponse<String>> answers =
        parallel(i -> server.post("", i % 2 == 0 ? transaction(a, b) : transaction(b, a)));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(matches(a)).isEqualTo(1);
    assertThat(matches(b)).isEqualTo(1);
  }

  @Test
  void parallelUpdatesWithoutConditionAllSucceed() throws Exception {
    String id = UUID.randomUUID().toString();

    List<HttpResponse<String>> answers =
        parallel(
            i ->
                server.put(
                    "Patient/" + id,
                    "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"birthDate\":\"19%02d-01-01\"}"
                        .formatted(id, i)));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
  }

  private int matches(String value) {
    return TestServer.json(server.get("Patient?_summary=count&identifier=urn:c%7C" + value))
        .get("total")
        .asInt();
  }

  private static String patient(String value) {
    return """
        {"resourceType":"Patient","identifier":[{"system":"urn:c","value":"%s"}]}"""
        .formatted(value);
  }

  private static String transaction(String first, String second) {
    return """
        {"resourceType":"Bundle","type":"transaction","entry":[%s,%s]}"""
        .formatted(entry(first), entry(second));
  }

  private static String entry(String value) {
    return """
        {"resource":%s,"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:c|%s"}}"""
        .formatted(patient(value), value);
  }

  private static List<HttpResponse<String>> parallel(IntFunction<HttpResponse<String>> call)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        calls.add(() -> call.apply(number));
      }
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (Future<HttpResponse<String>> answer : pool.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }
}
