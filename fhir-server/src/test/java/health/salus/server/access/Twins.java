package health.salus.server.access;

import health.salus.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Two servers of which the second holds more, and what they answer to the same requests. */
final class Twins implements AutoCloseable {
  private static final int MAX_PAGES = 40;

  private final TestServer plain;
  private final TestServer fuller;

  /** Two that have their data under this folder. */
  Twins(Path folder) {
    plain = TestServer.separate(folder.resolve("plain"));
    fuller = TestServer.separate(folder.resolve("fuller"));
  }

  /** Takes these guards out of the second one. */
  void weaken(Set<Class<?>> off) {
    fuller.weaken(off);
  }

  TestServer plain() {
    return plain;
  }

  TestServer fuller() {
    return fuller;
  }

  /** A caller's tokens. */
  record Tokens(String plain, String fuller) {}

  Tokens tokens(Function<TestServer, String> caller) {
    return new Tokens(caller.apply(plain), caller.apply(fuller));
  }

  /** What was found. */
  static final class Findings {
    final List<String> differences = new ArrayList<>();
    final Set<String> kinds = new TreeSet<>();
    final Map<String, Integer> count = new TreeMap<>();
    int requests;
    int telling;
    int asked;

    @Override
    public String toString() {
      return "%d requests, %d of %d reads differ for an administrator, %s"
          .formatted(requests, telling, asked, count);
    }
  }

  /**
   * Sends all requests to both.
   *
   * @param measured whether reads are also sent as administrator, to see how many are telling
   */
  Findings compare(List<TwinRequest> requests, Tokens tokens, boolean measured) {
    Findings findings = new Findings();
    for (TwinRequest request : requests) {
      follow(request, tokens, findings);
      if (measured && request.reads()) {
        findings.asked++;
        findings.telling += differsForAdministrator(request) ? 1 : 0;
      }
    }
    return findings;
  }

  private void follow(TwinRequest request, Tokens tokens, Findings findings) {
    TwinRequest here = request;
    TwinRequest there = request;
    for (int page = 0; page < MAX_PAGES; page++) {
      Normalized one = answer(plain, here, tokens.plain());
      Normalized two = answer(fuller, there, tokens.fuller());
      findings.requests++;
      findings.count.merge(request.kind() + " " + one.status() / 100 + "xx", 1, Integer::sum);
      if (!one.comparable().equals(two.comparable())) {
        findings.kinds.add(request.kind());
        findings.differences.add(
            "%s %s %s%n  plain:  %s%n  fuller: %s"
                .formatted(
                    request.method(),
                    request.path(),
                    request.body(),
                    one.comparable(),
                    two.comparable()));
        return;
      }
      if (one.next().isEmpty() || two.next().isEmpty()) {
        return;
      }
      here = TwinRequest.get(request.kind(), one.next().get());
      there = TwinRequest.get(request.kind(), two.next().get());
    }
  }

  private boolean differsForAdministrator(TwinRequest request) {
    Normalized one = answer(plain, request, "Bearer " + plain.administratorToken());
    Normalized two = answer(fuller, request, "Bearer " + fuller.administratorToken());
    return !one.comparable().equals(two.comparable());
  }

  private static Normalized answer(TestServer server, TwinRequest request, String token) {
    return Normalized.of(
        server,
        server.send(request.method(), request.path(), request.body(), request.headers(token)));
  }

  @Override
  public void close() {
    plain.close();
    fuller.close();
  }
}
