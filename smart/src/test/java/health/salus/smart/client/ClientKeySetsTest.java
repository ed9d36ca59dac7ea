package health.salus.smart.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import health.salus.smart.scope.ScopeSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClientKeySetsTest {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private final MovingClock clock = new MovingClock();
  private final ClientKeySets keySets = new ClientKeySets(new GuardedFetch(THREADS, true), clock);

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void keysAreKeptAsLongAsTheServerAllows() throws Exception {
    try (LocalWeb web = new LocalWeb(() -> answer("max-age=60", "one"))) {
      Client client = client(web.url());
      keySets.of(client);
      keySets.of(client);
      assertThat(web.requests()).isEqualTo(1);

      clock.pass(Duration.ofSeconds(61));
      keySets.of(client);

      assertThat(web.requests()).isEqualTo(2);
    }
  }

  @Test
  void keysThatMustNotBeKeptAreReadEachTime() throws Exception {
    try (LocalWeb web = new LocalWeb(() -> answer("no-store", "one"))) {
      keySets.of(client(web.url()));
      clock.pass(Duration.ofMillis(1));
      keySets.of(client(web.url()));

      assertThat(web.requests()).isEqualTo(2);
    }
  }

  @Test
  void anUnknownKeyIsLookedForAgainButNotAtAnyRate() throws Exception {
    try (LocalWeb web = new LocalWeb(() -> answer("max-age=3600", "one"))) {
      Client client = client(web.url());
      keySets.of(client);
      web.answerWith(answer("max-age=3600", "two"));

      assertThat(keySets.refreshed(client).getKeyByKeyId("two")).as("too early").isNull();
      clock.pass(Duration.ofSeconds(11));
      assertThat(keySets.refreshed(client).getKeyByKeyId("two")).isNotNull();
      keySets.refreshed(client);

      assertThat(web.requests()).isEqualTo(2);
    }
  }

  private static String answer(String cacheControl, String keyId) {
    return LocalWeb.ok("Cache-Control: " + cacheControl + "\r\n", keys(keyId));
  }

  private static String keys(String keyId) {
    try {
      return new JWKSet(new ECKeyGenerator(Curve.P_384).keyID(keyId).generate().toPublicJWK())
          .toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Client client(String url) {
    return new Client(
        "c",
        "c",
        ClientAuthentication.KEY,
        Optional.empty(),
        Optional.of(url),
        List.of(),
        Optional.empty(),
        Set.of(GrantType.CLIENT_CREDENTIALS),
        ScopeSet.EMPTY,
        "RS256",
        true,
        false,
        false,
        true);
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
