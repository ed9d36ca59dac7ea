package health.salus.smart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedFetchTest {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private final GuardedFetch forTests = new GuardedFetch(THREADS, true);
  private final GuardedFetch real = new GuardedFetch(THREADS, false);

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/jwks",
        "https://127.0.0.1:1/jwks",
        "https://localhost:1/jwks",
        "https://10.0.0.1/jwks",
        "https://192.168.1.1/jwks",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/jwks",
        "https://[::ffff:10.0.0.1]/jwks",
        "https://0x7f000001/jwks",
        "https://2130706433/jwks",
        "http://8.8.8.8/jwks",
        "ftp://8.8.8.8/jwks",
        "file:///etc/passwd",
        "https://user@8.8.8.8/jwks",
        "https://8.8.8.8/jwks#x",
        "https:///jwks",
        "jar:https://8.8.8.8/x!/y",
        "not a url"
      })
  void onlyHttpsOnPublicAddressesIsCalled(String url) {
    Instant before = Instant.now();

    assertThatThrownBy(() -> real.get(url)).isInstanceOf(FetchException.class);

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void theTestSettingOpensThisMachineOnly() {
    assertThatThrownBy(() -> forTests.get("http://10.0.0.1/jwks"))
        .isInstanceOf(FetchException.class);
  }

  @Test
  void anAnswerIsReadWithItsLifetime() throws Exception {
    try (LocalWeb web =
        new LocalWeb(() -> LocalWeb.ok("Cache-Control: max-age=60\r\n", "{\"keys\":[]}"))) {
      Fetched fetched = forTests.get(web.url());

      assertThat(fetched.body()).isEqualTo("{\"keys\":[]}");
      assertThat(fetched.fresh()).isEqualTo(Duration.ofSeconds(60));
    }
  }

  @Test
  void chunksAreJoined() throws Exception {
    try (LocalWeb web =
        new LocalWeb(
            () ->
                LocalWeb.ok(
                    "Transfer-Encoding: chunked\r\n", "4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n"))) {
      assertThat(forTests.get(web.url()).body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (LocalWeb inside = new LocalWeb(() -> LocalWeb.ok("", "secret"));
        LocalWeb web =
            new LocalWeb(() -> "HTTP/1.1 302 Found\r\nLocation: " + inside.url() + "\r\n\r\n")) {
      assertThatThrownBy(() -> forTests.get(web.url()))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("redirects are not followed");
      assertThat(inside.requests()).isZero();
    }
  }

  @Test
  void hugeAnswersAreCutOff() throws Exception {
    try (LocalWeb web = new LocalWeb(() -> LocalWeb.ok("", "x".repeat(1 << 20)))) {
      assertThatThrownBy(() -> forTests.get(web.url()))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("64 kB");
    }
  }

  @Test
  void aSilentServerHoldsNobodyForLongerThanThreeSeconds() throws Exception {
    try (LocalWeb web = new LocalWeb(GuardedFetchTest::sleep)) {
      Instant before = Instant.now();

      assertThatThrownBy(() -> forTests.get(web.url())).isInstanceOf(FetchException.class);

      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aServerThatTricklesHoldsNoThread() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (java.net.ServerSocket trickling =
            new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        LocalWeb web = new LocalWeb(() -> LocalWeb.ok("", "{}"))) {
      Thread thread = new Thread(() -> trickle(trickling));
      thread.setDaemon(true);
      thread.start();
      GuardedFetch fetch = new GuardedFetch(one, true);
      String slow = "http://127.0.0.1:" + trickling.getLocalPort() + "/";
      assertThatThrownBy(() -> fetch.get(slow)).isInstanceOf(FetchException.class);

      assertThat(fetch.get(web.url()).body()).isEqualTo("{}");
    } finally {
      one.shutdownNow();
    }
  }

  private static void trickle(java.net.ServerSocket server) {
    try (java.net.Socket socket = server.accept()) {
      for (int i = 0; i < 100; i++) {
        socket.getOutputStream().write('x');
        socket.getOutputStream().flush();
        Thread.sleep(300);
      }
    } catch (java.io.IOException e) {
      // closed by the client, as it should be
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sleep() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }
}
