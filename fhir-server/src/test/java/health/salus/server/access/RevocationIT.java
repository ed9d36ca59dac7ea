package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that is asked after a patient's "no" was stored shows the patient's data, on the node
 * that stored it and on another.
 */
class RevocationIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 20;
  @TempDir private static Path folder;
  private static TestServer other;
  private static final Pattern SHOWN =
      Pattern.compile("\"resourceType\"\\s*:\\s*\"(Patient|Observation)\"");

  private final Consents consents = new Consents(SERVER);
  private final String key = "revoked-" + UUID.randomUUID();
  private final String patient = consents.patient(key, "");
  private final String observation = consents.observation(patient, key, "");

  /** Odd while the consent that denies is known to be stored. */
  private final AtomicInteger phase = new AtomicInteger();

  private final AtomicInteger denied = new AtomicInteger();
  private final AtomicInteger shown = new AtomicInteger();

  @BeforeAll
  static void startAnotherNode() {
    other = SERVER.anotherNode(folder);
  }

  @AfterAll
  static void stopIt() {
    other.close();
  }

  @Test
  void noAnswerThatBeganAfterTheRevocationShowsTheData() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int first = i;
      readers.add(clients.submit(() -> read(first)));
    }

    for (int round = 0; round < ROUNDS; round++) {
      Thread.sleep(50);
      String consent = consents.put(patient, "\"type\":\"deny\"");
      phase.incrementAndGet();
      Thread.sleep(100);
      phase.incrementAndGet();
      assertThat(SERVER.delete("Consent/" + consent).statusCode()).isBetween(200, 204);
    }
    phase.set(-1);
    clients.shutdown();

    assertThat(leaks(readers)).isEmpty();
    assertThat(denied).as("answers while it was denied").hasPositiveValue();
    assertThat(shown).as("answers while it was not").hasPositiveValue();
  }

  private static List<String> leaks(List<Future<List<String>>> readers)
      throws InterruptedException, ExecutionException {
    List<String> leaks = new ArrayList<>();
    for (Future<List<String>> reader : readers) {
      leaks.addAll(reader.get());
    }
    return leaks;
  }

  private List<String> read(int first) {
    TestServer node = first % 2 == 0 ? SERVER : other;
    String clinician = TestUsers.clinician(node, "user/*.rs");
    List<String> paths =
        List.of(
            "Patient/" + patient,
            "Observation?code=" + key,
            "Patient?_has:Observation:subject:code=" + key,
            "Patient/" + patient + "/$everything",
            "Observation/" + observation,
            "Patient/" + patient + "/Observation");
    List<String> leaks = new ArrayList<>();
    for (int i = first; phase.get() >= 0; i++) {
      String path = paths.get(i % paths.size());
      int before = phase.get();
      HttpResponse<String> answer = node.get(path, "Authorization", clinician);
      assertThat(answer.statusCode()).as(path).isIn(200, 404);
      boolean shows = SHOWN.matcher(answer.body()).find();
      if (before % 2 == 1 && phase.get() == before) {
        denied.incrementAndGet();
        if (shows) {
          leaks.add(node.root() + " " + path);
        }
      }
      shown.addAndGet(shows ? 1 : 0);
    }
    return leaks;
  }
}
