package health.salus.smart.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.revocation.Revoked;
import health.salus.smart.scope.ScopeSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private Optional<AccessToken> stored = Optional.of(token(NOW.plusSeconds(3600)));
  private Runnable whileLooking = () -> {};
  private final TokenCache cache =
      new TokenCache(this::lookUp, Clock.fixed(NOW, ZoneOffset.UTC), ticker());

  @Test
  void aGoodTokenIsLookedUpOnce() {
    cache.trust();

    assertThat(cache.verify("t")).isEqualTo(cache.verify("t")).isPresent();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aBadTokenIsNotKept() {
    cache.trust();
    stored = Optional.empty();
    cache.verify("t");
    stored = Optional.of(token(NOW.plusSeconds(3600)));

    assertThat(cache.verify("t")).isPresent();
  }

  @Test
  void aTokenIsKeptForAMinuteAtMost() {
    cache.trust();
    cache.verify("t");
    stored = Optional.empty();
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(cache.verify("t")).isPresent();

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(cache.verify("t")).isEmpty();
  }

  @Test
  void aRevocationIsFeltAtOnce() {
    cache.trust();
    cache.verify("t");
    stored = Optional.empty();

    cache.forget(new Revoked(Revoked.Kind.GRANT, "another"));
    assertThat(cache.verify("t")).isPresent();
    cache.forget(new Revoked(Revoked.Kind.GRANT, "g"));

    assertThat(cache.verify("t")).isEmpty();
  }

  @Test
  void usersAndClientsAreForgottenWithTheirTokens() {
    cache.trust();
    for (Revoked.Kind kind : new Revoked.Kind[] {Revoked.Kind.USER, Revoked.Kind.CLIENT}) {
      stored = Optional.of(token(NOW.plusSeconds(3600)));
      cache.verify("t");
      stored = Optional.empty();
      cache.forget(new Revoked(kind, kind == Revoked.Kind.USER ? "u" : "c"));
      assertThat(cache.verify("t")).isEmpty();
    }
  }

  @Test
  void aTokenThatIsRevokedWhileItIsLookedUpIsNotKept() {
    cache.trust();
    whileLooking = () -> cache.forget(new Revoked(Revoked.Kind.GRANT, "g"));
    cache.verify("t");
    whileLooking = () -> {};
    stored = Optional.empty();

    assertThat(cache.verify("t")).isEmpty();
  }

  @Test
  void withoutNewsEveryTokenIsLookedUp() {
    cache.verify("t");
    cache.verify("t");
    assertThat(lookups).hasValue(2);
    cache.trust();
    cache.verify("t");
    cache.bypass();
    stored = Optional.empty();

    assertThat(cache.verify("t")).isEmpty();
  }

  @Test
  void newsSurviveTheirWayAsText() {
    for (Revoked.Kind kind : Revoked.Kind.values()) {
      Revoked revoked = new Revoked(kind, "a:b");
      assertThat(Revoked.parse(revoked.text())).hasValue(revoked);
    }
    assertThat(Revoked.parse("nonsense")).isEmpty();
  }

  private Optional<AccessToken> lookUp(String token) {
    lookups.incrementAndGet();
    Optional<AccessToken> found = stored;
    whileLooking.run();
    return found;
  }

  private Ticker ticker() {
    return nanos::get;
  }

  private static AccessToken token(Instant expires) {
    return new AccessToken(
        "id",
        "g",
        "c",
        Optional.of("u"),
        Optional.empty(),
        Set.of(),
        Set.of(),
        ScopeSet.EMPTY,
        LaunchContext.NONE,
        NOW,
        expires,
        TokenBinding.NONE);
  }
}
