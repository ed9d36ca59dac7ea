package health.salus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final int CHUNKED = 0;

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anAnswerOfKnownLengthIsReadToItsEnd() {
    answer(200, "{\"id\":\"1\"}", "{\"id\":\"1\"}".length());

    assertThat(target().require(Request.get("/")).text()).isEqualTo("{\"id\":\"1\"}");
  }

  @Test
  void anAnswerInChunksIsReadToItsEnd() {
    String text = "x".repeat(100_000);
    answer(200, text, CHUNKED);

    assertThat(target().require(Request.get("/")).text()).isEqualTo(text);
  }

  @Test
  void anAnswerOtherThanSuccessEndsTheRun() {
    answer(404, "not here", CHUNKED);
    CpuClock clock = new CpuClock(Long.MAX_VALUE);

    assertThatThrownBy(
            () -> LoadRun.measure(target(), clock, List.of(Request.get("/fhir/Patient/1")), 2))
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessage("test answered 404 to GET /fhir/Patient/1: not here");
  }

  private Target target() {
    return new Target("test", server.getAddress().getPort(), ProcessHandle.current().pid(), "");
  }

  private void answer(int status, String body, long length) {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, length);
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
  }
}
