package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JWSAlgorithm;
import health.salus.server.MigratedDatabase;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.Clients;
import health.salus.smart.event.EventLog;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.key.SigningKeys;
import health.salus.smart.revocation.Revocations;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.Secrets;
import health.salus.smart.seal.UsedIds;
import health.salus.smart.store.Transactions;
import health.salus.smart.token.AccessTokens;
import health.salus.smart.token.RevocationListener;
import health.salus.smart.token.TokenBinding;
import health.salus.smart.token.TokenCache;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on one database: what one revokes or makes, the others know. */
class NodesIT {
  @TempDir private static Path folder;
  private static DataFolder data;
  private static Database database;
  private static Transactions transactions;

  @BeforeAll
  static void start() {
    ServerConfig config = TestServer.config(folder.resolve("data"));
    MigratedDatabase.copyTo(config.data());
    data = DataFolder.take(config.data());
    database = Database.open(config.database(), data);
    transactions = new Transactions(database.dataSource());
    new Clients(
            transactions,
            new EventLog(transactions, Clock.systemUTC()),
            Clock.systemUTC(),
            id -> {})
        .save(
            Client.app(
                "app",
                "App",
                ClientAuthentication.NONE,
                List.of("https://app.example/"),
                ScopeSet.parse("user/*.rs")));
  }

  @AfterAll
  static void stop() {
    database.close();
    data.close();
  }

  @Test
  void aRevocationOnOneNodeIsFeltOnTheOther() {
    Node here = new Node();
    Node there = new Node();
    here.listener.start();
    there.listener.start();
    AuthorizationGrant grant = grant();
    here.grants.create(grant);
    String token =
        here.tokens.issue(grant, grant.scopes(), TokenBinding.NONE, Instant.now().plusSeconds(600));
    awaitCached(there, token);
    awaitCached(here, token);

    here.grants.revoke(grant.id());

    assertThat(here.cache.verify(token)).as("at once").isEmpty();
    await(() -> there.cache.verify(token).isEmpty(), Duration.ofSeconds(5));
    here.listener.close();
    there.listener.close();
  }

  @Test
  void withoutNewsNothingIsTakenFromTheCache() {
    Node node = new Node();
    AuthorizationGrant grant = grant();
    node.grants.create(grant);
    String token =
        node.tokens.issue(grant, grant.scopes(), TokenBinding.NONE, Instant.now().plusSeconds(600));

    node.cache.verify(token);
    node.cache.verify(token);

    assertThat(node.lookups).as("the listener was never started").hasValue(2);
  }

  @Test
  void anExpiredTokenIsUnknown() {
    Node node = new Node();
    AuthorizationGrant grant = grant();
    node.grants.create(grant);
    String token =
        node.tokens.issue(grant, grant.scopes(), TokenBinding.NONE, Instant.now().minusSeconds(1));

    assertThat(node.tokens.verify(token)).isEmpty();
  }

  @Test
  void anIdIsUsedOnceOnAllNodes() {
    UsedIds here = new UsedIds(transactions);
    UsedIds there = new UsedIds(new Transactions(database.migrationDataSource()));
    String id = Secrets.id();

    assertThat(here.use("owner", id, Instant.now().plusSeconds(60))).isTrue();
    assertThat(there.use("owner", id, Instant.now().plusSeconds(60))).isFalse();
    assertThat(there.use("another", id, Instant.now().plusSeconds(60))).isTrue();
  }

  @Test
  void signingKeysRotateWithAnOverlap() {
    MovingClock clock = new MovingClock();
    SigningKeys keys = new SigningKeys(transactions, new Seal("ab".repeat(32)), clock);
    String first = keys.signing(JWSAlgorithm.RS256).getKeyID();

    clock.pass(Duration.ofDays(91));
    assertThat(keys.published().getKeys()).as("the successor is announced").hasSize(4);
    assertThat(keys.signing(JWSAlgorithm.RS256).getKeyID()).isEqualTo(first);
    clock.pass(Duration.ofDays(2));
    String second = keys.signing(JWSAlgorithm.RS256).getKeyID();

    assertThat(second).isNotEqualTo(first);
    assertThat(keys.published().getKeyByKeyId(first)).as("still published").isNotNull();
    clock.pass(Duration.ofDays(30));
    assertThat(keys.published().getKeyByKeyId(first)).as("over").isNull();
    assertThat(keys.published().getKeyByKeyId(second)).isNotNull();
    assertThatThrownBy(
            () -> new SigningKeys(transactions, new Seal("cd".repeat(32)), clock).published())
        .as("sealed")
        .isInstanceOf(IllegalStateException.class);
  }

  private static AuthorizationGrant grant() {
    Instant now = Instant.now();
    return new AuthorizationGrant(
        Secrets.id(),
        "app",
        Optional.empty(),
        Optional.empty(),
        Refreshing.NONE,
        ScopeSet.parse("user/*.rs"),
        LaunchContext.NONE,
        now,
        now,
        now.plusSeconds(600));
  }

  /** Until the node hears of news, it caches nothing. */
  private static void awaitCached(Node node, String token) {
    await(
        () -> {
          node.cache.verify(token);
          int before = node.lookups.get();
          return node.cache.verify(token).isPresent() && node.lookups.get() == before;
        },
        Duration.ofSeconds(10));
  }

  private static void await(BooleanSupplier condition, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What a server node has of it. */
  private static final class Node {
    final AtomicInteger lookups = new AtomicInteger();
    final AccessTokens tokens = new AccessTokens(transactions, Clock.systemUTC());
    final TokenCache cache =
        new TokenCache(
            token -> {
              lookups.incrementAndGet();
              return tokens.verify(token);
            },
            Clock.systemUTC(),
            Ticker.systemTicker());
    final Grants grants =
        new Grants(transactions, new Revocations(transactions, cache::forget), Clock.systemUTC());
    final RevocationListener listener =
        new RevocationListener(database.migrationDataSource(), cache);
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.now();

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
