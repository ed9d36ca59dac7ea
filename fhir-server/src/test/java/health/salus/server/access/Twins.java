package health.salus.server.access;

import health.salus.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Two servers of which the second holds more, and what they answer to the same requests. */
final class Twins implements AutoCloseable {
  private static final int MAX_PAGES = 40;

  private final TestServer plain;
  private final TestServer fuller;

  Twins(Path folder) {
    plain = TestServer.separate(folder.resolve("plain"));
    fuller = TestServer.separate(folder.resolve("fuller"));
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

  /** Sends all requests to both, and the reads as administrator, too. */
  Findings compare(List<TwinRequest> requests, Tokens tokens) {
    Findings findings = new Findings();
    for (TwinRequest request : requests) {
      follow(request, tokens, findings);
      if (request.reads()) {
        findings.asked++;
        findings.telling += differsForAdministrator(request) ? 1 : 0;
      }
    }
    return findings;
  }

  private void follow(TwinRequest request, Tokens tokens, Findings findings) {
    Optional<TwinRequest> next = Optional.of(request);
    for (int page = 0; next.isPresent() && page < MAX_PAGES; page++) {
      TwinRequest here = next.get();
      Normalized one = answer(plain, here, tokens.plain());
      TwinRequest there = here;
      Normalized two =
          page == 0
              ? answer(fuller, there, tokens.fuller())
              : answer(fuller, withPath(there, secondNext), tokens.fuller());
      findings.requests++;
      findings.count.merge(request.kind() + " " + one.status() / 100 + "xx", 1, Integer::sum);
      if (!one.comparable().equals(two.comparable())) {
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
      secondNext = two.next().orElse("");
      next = one.next().map(path -> TwinRequest.get(request.kind(), path));
    }
  }

  private String secondNext = "";

  private static TwinRequest withPath(TwinRequest request, String path) {
    return TwinRequest.get(request.kind(), path);
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
